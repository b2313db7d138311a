import { fill, widthOf } from '../model/wrap.ts';

/** One line of the table: a place, what its configuration says, what its socket said. */
export interface Observation {
  readonly scope: string;
  readonly configured: string;
  readonly observed: string;
}

const GAP = 2;

/** In columns where they fit into `width`, else one below the other: a serial console has 40. */
export function observationLines(rows: readonly Observation[], width: number): readonly string[] {
  const head: Observation = { scope: 'scope', configured: 'configured', observed: 'observed' };
  const widest = (of: (row: Observation) => string) => Math.max(...[head, ...rows].map((row) => widthOf(of(row))));
  const [scope, configured, observed] = [
    widest((row) => row.scope),
    widest((row) => row.configured),
    widest((row) => row.observed),
  ];
  if (scope + configured + observed + 2 * GAP > width)
    return rows.flatMap((row) => [row.scope, `    configured ${row.configured}`, `    observed   ${row.observed}`]);
  return [head, ...rows].map((row) =>
    [fill(row.scope, scope), fill(row.configured, configured), row.observed].join(' '.repeat(GAP)).trimEnd(),
  );
}
