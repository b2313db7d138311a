import type { HostPath } from '../../model/paths.ts';
import type { FileDiagnostic } from '../diagnostic.ts';
import { type ConfigReader, MOST_FILES } from '../reader.ts';
import { findInclude, type IncludeTarget } from './include-target.ts';
import { Names } from './names.ts';
import type { NodeId } from './nodes.ts';
import { parseEcelerity } from './parse.ts';
import type { EcelerityFile } from './tree.ts';

/** The files of a configuration, each read and parsed once, and where their includes lead. */
export class Loader {
  readonly names = new Names();
  /** In the order they were first met. */
  readonly files = new Map<HostPath, EcelerityFile>();
  readonly diagnostics: FileDiagnostic[] = [];
  readonly #reader: ConfigReader;
  readonly #searchPath: readonly HostPath[];
  readonly #targets = new Map<HostPath, Map<NodeId, IncludeTarget>>();

  constructor(reader: ConfigReader, searchPath: readonly HostPath[]) {
    this.#reader = reader;
    this.#searchPath = searchPath;
  }

  /** Reads `path` and all that it includes, at any depth. False where there is no such file. */
  async load(path: HostPath): Promise<boolean> {
    const waiting = [path];
    for (const next of waiting) {
      if (this.files.has(next) || this.files.size >= MOST_FILES) continue;
      const text = await this.#reader.read(next);
      if (text === undefined) continue;
      const file = parseEcelerity(text, next, this.names);
      this.files.set(next, file);
      for (const diagnostic of file.diagnostics) this.diagnostics.push({ ...diagnostic, file: next });
      for (const target of await this.#follow(file)) waiting.push(target);
    }
    return this.files.has(path);
  }

  /** Where the include `node` of the file `path` leads. */
  target(path: HostPath, node: NodeId): IncludeTarget {
    return this.#targets.get(path)?.get(node) ?? { kind: 'missing' };
  }

  async #follow(file: EcelerityFile): Promise<HostPath[]> {
    const targets = new Map<NodeId, IncludeTarget>();
    this.#targets.set(file.path, targets);
    const paths: HostPath[] = [];
    const seen = new Map<string, IncludeTarget>();
    for (const node of file.includes) {
      const name = file.argument(node) ?? '';
      const target = seen.get(name) ?? (await findInclude(this.#reader, name, file.path, this.#searchPath));
      seen.set(name, target);
      targets.set(node, target);
      if (target.kind === 'files') paths.push(...target.paths);
    }
    return paths;
  }
}
