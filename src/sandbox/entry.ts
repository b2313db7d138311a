/** Who owns an entry of the tree and who may do what with it; names are those of the tree's own passwd. */
interface Ownership {
  readonly owner: string;
  readonly group: string;
  readonly mode: number;
}

export interface FileEntry extends Ownership {
  readonly kind: 'file';
  /** Text, or a file of this machine that is copied. */
  readonly content: string | { readonly copyOf: string };
}

export interface DirectoryEntry extends Ownership {
  readonly kind: 'directory';
}

export type Entry = FileEntry | DirectoryEntry;

/** A stock tree as a value: what lies at each path of the tree. Parents that are not named are root's, 0755. */
export type Tree = Readonly<Record<string, Entry>>;

/** A directory; root's and open to everybody unless said otherwise. */
export function directory(owner = 'root', mode = 0o755, group = owner): DirectoryEntry {
  return { kind: 'directory', owner, group, mode };
}

/** A file; root's and readable by everybody unless said otherwise. */
export function file(content: FileEntry['content'], owner = 'root', mode = 0o644, group = owner): FileEntry {
  return { kind: 'file', content, owner, group, mode };
}

/** A program that anybody may run and only root may change. */
export function program(content: string): FileEntry {
  return file(content, 'root', 0o755);
}
