import type { Finding, Status } from '../../model/finding.ts';
import type { HostPath } from '../../model/paths.ts';
import { MOST_FILES } from '../reader.ts';
import type { Loader } from './load.ts';
import { READONLY_INCLUDE } from './names.ts';
import { INCLUDES, type NodeId, SCOPE } from './nodes.ts';
import { Occurrences } from './occurrences.ts';
import { type ScopeId, ScopeTable } from './scope-table.ts';
import type { EcelerityFile } from './tree.ts';

/** Includes within includes: nobody means as many. */
const MOST_INCLUDE_DEPTH = 20;

/** Bytes that may be read in all, files that are included again counted again: two files of a hundred lines can mean a terabyte. */
const MOST_BYTES = 1 << 30;

/** Puts files together to one configuration, each include read where it stands. */
export class Merger {
  readonly occurrences: Occurrences;
  readonly table: ScopeTable;
  readonly findings: Finding[] = [];
  readonly #loader: Loader;
  #bytes = 0;
  #full = false;

  constructor(loader: Loader) {
    this.#loader = loader;
    this.occurrences = new Occurrences(loader.names);
    this.table = new ScopeTable(this.occurrences);
  }

  /** Reads `path`, which the loader has, into the global scope, after all that was read so far. */
  read(path: HostPath): void {
    this.#visit(path, 0, false, [], []);
  }

  #visit(path: HostPath, into: ScopeId, readOnly: boolean, above: readonly HostPath[], from: readonly string[]): void {
    const fail = (id: string, what: string) => this.#report('fail', id, what, from);
    const file = this.#loader.files.get(path);
    if (above.includes(path)) fail('ecelerity-include-cycle', `${path} includes itself, directly or through others`);
    else if (above.length > MOST_INCLUDE_DEPTH) {
      fail('ecelerity-include-depth', `${path} is included more than ${MOST_INCLUDE_DEPTH} levels deep`);
    } else if (this.occurrences.visits.length >= MOST_FILES || this.#bytes > MOST_BYTES) {
      if (!this.#full) fail('ecelerity-include-count', 'More files are included than can be read');
      this.#full = true;
    } else if (!file) this.#report('warn', 'ecelerity-include-missing', `${path} cannot be read`, from);
    else {
      this.#bytes += file.text.length;
      this.#statements(file, this.occurrences.visit(file, readOnly), into, readOnly, [...above, path]);
    }
  }

  #statements(file: EcelerityFile, visit: number, into: ScopeId, readOnly: boolean, above: readonly HostPath[]): void {
    const { nodes } = file;
    /** The scopes that are open, and for each the first node that is no longer in it. */
    const scopes = [into];
    const ends = [nodes.count];
    let scope = into;
    let end = nodes.count;
    for (let node = 1; node < nodes.count; node += 1) {
      while (node >= end) {
        scopes.pop();
        ends.pop();
        scope = scopes[scopes.length - 1] ?? into;
        end = ends[ends.length - 1] ?? nodes.count;
      }
      const kind = nodes.kind(node);
      if (kind === SCOPE) {
        scope = this.table.enter(scope, file, visit, node);
        end = nodes.next(node);
        scopes.push(scope);
        ends.push(end);
      } else if (kind === INCLUDES) this.#include(file, node, scope, readOnly, above);
      else this.table.set(scope, visit, node, nodes.name(node));
    }
  }

  #include(file: EcelerityFile, node: NodeId, into: ScopeId, readOnly: boolean, above: readonly HostPath[]): void {
    const target = this.#loader.target(file.path, node);
    const from = [`${file.path}:${file.positionOf(node).line}: ${file.name(node)} "${file.argument(node) ?? ''}"`];
    const name = file.argument(node) ?? '';
    if (target.kind === 'files') {
      const inside = readOnly || file.nodes.name(node) === READONLY_INCLUDE;
      for (const path of target.paths) this.#visit(path, into, inside, above, from);
    } else if (target.kind === 'remote') {
      this.#report('warn', 'ecelerity-include-remote', `What ${name} says cannot be read from here`, from);
    } else if (target.kind === 'no-name') {
      this.#report('warn', 'ecelerity-include-missing', 'An include names no file', from);
    } else {
      const what = `${name} is included and is not there: what it would set is not known`;
      this.#report('warn', 'ecelerity-include-missing', what, from);
    }
  }

  #report(status: Status, id: string, what: string, evidence: readonly string[]): void {
    this.findings.push({ id, status, what, evidence });
  }
}
