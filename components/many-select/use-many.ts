import { useMemo, useState } from 'react';
import { useKeys } from '../keyboard.tsx';
import type { Row } from '../select/select-state.ts';
import { matching, toggleAll } from './many-select-state.ts';

interface ManyOptions {
  readonly rows: readonly Row[];
  readonly values: readonly string[];
  readonly active: boolean;
  /** Rows that a page moves by. */
  readonly page: number;
  /** The search is for one row: it is taken by Enter, none is marked, and Space is a part of what is searched. */
  readonly one: boolean;
  readonly onEnter: (value: string | undefined) => void;
  readonly onChange: (values: readonly string[]) => void;
}

interface Many {
  readonly filter: string;
  readonly matched: readonly Row[];
  readonly marked: ReadonlySet<string>;
  /** Index among the matched; -1 where none matches. */
  readonly pointer: number;
}

/** Keys of a list that is searched by typing: letters are the search, Space is not. */
export function useMany({ rows, values, active, page, one, onEnter, onChange }: ManyOptions): Many {
  const [filter, setFilter] = useState('');
  const [moved, setMoved] = useState(0);
  const matched = useMemo(() => matching(rows, filter), [rows, filter]);
  const marked = useMemo(() => {
    const wanted = new Set(values);
    return new Set(rows.map(({ value }) => value).filter((value) => wanted.has(value)));
  }, [rows, values]);
  const pointer = Math.min(moved, matched.length - 1);

  const find = (text: string) => {
    setFilter(text);
    setMoved(0);
  };
  const by = (rowsDown: number) => () => setMoved(Math.max(0, Math.min(pointer + rowsDown, matched.length - 1)));
  const mark = (some: readonly Row[]) => () => {
    const changed = toggleAll(marked, some);
    onChange(rows.map(({ value }) => value).filter((value) => changed.has(value)));
  };
  useKeys(
    {
      up: by(-1),
      down: by(1),
      eraseToStart: () => find(''),
      pageUp: by(-page),
      pageDown: by(page),
      first: by(-matched.length),
      last: by(matched.length),
      eraseBefore: () => find([...filter].slice(0, -1).join('')),
      ...(one ? {} : { mark: mark(matched.slice(Math.max(0, pointer), pointer + 1)), markAll: mark(matched) }),
      next: () => onEnter(matched[pointer]?.value),
      ...(filter === '' ? {} : { cancel: () => find('') }),
    },
    { level: 'widget', active, commands: one ? [] : ['space'], onText: (text) => find(filter + text) },
  );
  return { filter, matched, marked, pointer };
}
