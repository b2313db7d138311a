import type { FileFacts } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { Check } from './check.ts';
import { targetsOf } from './targets.ts';

const DAY_MS = 86_400_000;
/** No release of this program is older, so no right clock is either. */
const OLDEST = new Date('2020-01-01T00:00:00Z');

/** A certificate made by a clock that is behind is not valid yet for everybody else. */
export const clock: Check = {
  id: 'clock',
  title: 'Clock',
  async run({ host, changes }) {
    if (changes.length === 0) return [];
    const id = this.id;
    const now = host.now();
    const steps = ['Set the clock (date, or the time service of this machine), then plan again'];
    // Only a new certificate takes its dates from this clock.
    const status = changes.some(({ kind }) => kind === 'certificate') ? 'fail' : 'warn';
    if (now < OLDEST) {
      const what = `The clock says ${now.toISOString()}, which is in the past: certificates made now would have run out or not be valid`;
      return [{ id, status, what, evidence: [`expected ${OLDEST.toISOString()} or later`], remedy: { steps } }];
    }
    const paths = [LAYOUT.ecelerityConf, ...targetsOf(changes).map(({ path }) => path)];
    const newest = newestOf(await Promise.all(paths.map((path) => host.stat(path))));
    if (newest !== undefined && newest.modified.getTime() > now.getTime() + DAY_MS) {
      const what = `The clock says ${now.toISOString()}, but ${newest.path} was changed after that: the clock may be behind`;
      return [{ id, status: 'warn', what, evidence: [`${newest.path}: ${newest.modified.toISOString()}`], remedy: { steps } }];
    }
    return [
      {
        id,
        status: 'pass',
        what: `The clock says ${now.toISOString()}, later than every file it was compared with`,
        evidence: [],
      },
    ];
  },
};

function newestOf(files: readonly (FileFacts | undefined)[]): FileFacts | undefined {
  return files
    .filter((file) => file !== undefined)
    .reduce<FileFacts | undefined>(
      (newest, file) => (newest === undefined || file.modified > newest.modified ? file : newest),
      undefined,
    );
}
