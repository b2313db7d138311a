import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/**
 * Who may import whom. A folder may import what is listed for it, itself, and model. It is what
 * keeps planning unable to write, rendering unable to read, and a choice one folder.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  cli: ['commands', 'version'],
  version: [],
  commands: ['operations', 'answers', 'report', 'sandbox', 'host', 'apply', 'steps', 'version'],
  steps: ['components', 'dialogue', 'operations', 'report', 'answers', 'plan'],
  components: [],
  operations: ['dialogue', 'choices', 'services', 'preflight', 'symptoms', 'plan', 'apply', 'answers', 'host'],
  dialogue: ['answers'],
  report: ['operations', 'plan'],
  choices: ['services', 'config', 'tls', 'host', 'plan', 'answers'],
  preflight: ['services', 'config', 'tls', 'host', 'plan', 'answers'],
  symptoms: ['choices', 'preflight', 'services', 'config', 'tls', 'host', 'plan', 'answers'],
  services: ['config', 'tls', 'host', 'plan'],
  host: ['config', 'plan'],
  apply: ['plan', 'host'],
  answers: ['tls'],
  plan: [],
  config: [],
  tls: [],
  model: [],
  sandbox: [],
};

/** Screens load only when there is a terminal: the command line must not pay for them. */
const onlyLazily: readonly (readonly [from: string, to: string])[] = [['commands', 'steps']];

/** The part of the project that a file belongs to: its folder, or for cli.ts and version.ts its name. */
function partOf(file: string): string {
  const parts = file.split('/');
  if (parts[0] !== 'src') return parts[0] ?? '';
  return (parts[1] ?? '').replace(/\.ts$/, '');
}

/** Imports that the table does not allow, as `file: from may not import to`. */
export function forbiddenImports(files: ReadonlyMap<string, string>): readonly string[] {
  const wrong: string[] = [];
  for (const [file, text] of files) {
    const from = partOf(file);
    for (const match of text.matchAll(/(import\(|from )\s*'(\.[^']+)'/g)) {
      const to = partOf(normalize(join(dirname(file), match[2] ?? '')));
      if (to === from || to === 'model') continue;
      if (!(allowed[from] ?? []).includes(to)) wrong.push(`${file}: ${from} may not import ${to}`);
      const lazy = match[1] === 'import(';
      if (!lazy && onlyLazily.some(([one, other]) => one === from && other === to))
        wrong.push(`${file}: ${from} may import ${to} only lazily`);
    }
  }
  return wrong;
}

export function projectFiles(): ReadonlyMap<string, string> {
  const files = globSync(['src/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}', 'steps/**/*.{ts,tsx}']);
  return new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
}

export function checkImports(): boolean {
  const wrong = forbiddenImports(projectFiles());
  for (const line of wrong) console.error(line);
  return wrong.length === 0;
}
