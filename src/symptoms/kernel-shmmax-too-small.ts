import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { readText } from '../host/text.ts';
import { joinPath } from '../model/paths.ts';
import { readDatabase } from '../services/msyspg/database.ts';
import { editText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';
import { type Assignment, assigned, assignments } from './system/assignments.ts';
import { memoryBytes } from './system/memory.ts';

/** What the installation asks for (Momentum manual, "OS-specific installation instructions"). */
const DOCUMENTED = 1_073_741_824;
/** PostgreSQL keeps more than its buffers there: locks, sessions, the log's buffers. */
const BESIDE_BUFFERS = 8 * 1024 * 1024;
const NAME = 'kernel.shmmax';

export const kernelShmmaxTooSmall: Symptom = {
  id: 'kernel-shmmax-too-small',
  title: 'The kernel allows PostgreSQL too little shared memory',
  meaning:
    'Up to 9.2 PostgreSQL keeps its buffers in one segment of System V shared memory: where kernel.shmmax is smaller, it does not start.',
  words: ['shmmax', 'shared memory', 'postgresql', 'database', 'does not start', 'sysctl', 'kernel', 'installation fails'],
  messages: [
    {
      pattern: /could not create shared memory segment: Invalid argument/i,
      example: 'FATAL:  could not create shared memory segment: Invalid argument',
    },
    {
      pattern: /exceeded your kernel's SHMMAX parameter/i,
      example:
        "HINT:  This error usually means that PostgreSQL's request for a shared memory segment exceeded your kernel's SHMMAX parameter.",
    },
    {
      pattern: /Failed system call was shmget\(/i,
      example: 'DETAIL:  Failed system call was shmget(key=5432001, size=41222144, 03600).',
    },
  ],
  concerns: { roles: ['database'], before: '4.0', platform: 'linux' },
  explains: ['msyspg-not-running'],
  beforeInstall: true,
  async check(host) {
    const limit = await shmmax(host);
    if (limit === undefined) return [];
    const { bytes, said } = limit;
    const database = await readDatabase(host).catch(() => undefined);
    if (database?.version.atLeast('9.3') === true) return ruledOut(this, `PostgreSQL ${database.version.text} needs hardly any`);
    const buffers = memoryBytes(database?.effective.settings.get('shared_buffers')?.value ?? '', 8192);
    const needed = buffers === undefined ? BigInt(DOCUMENTED) : BigInt(buffers + BESIDE_BUFFERS);
    if (bytes >= BigInt(DOCUMENTED)) return ruledOut(this, `${NAME} is ${bytes}`);
    const tooSmall = bytes < needed;
    return [
      {
        id: this.id,
        status: tooSmall ? 'fail' : 'warn',
        what: `${NAME} is ${bytes}: ${tooSmall ? 'PostgreSQL does not start with it' : `Momentum asks for ${DOCUMENTED}`}`,
        evidence: [
          said,
          `expected ${DOCUMENTED}`,
          ...(buffers === undefined ? [] : [`PostgreSQL asks for ${needed} and more (shared_buffers)`]),
        ],
        remedy: { changes: limit.setting === undefined ? [] : await raise(host, limit.setting), steps: this.steps },
      },
    ];
  },
  steps: [
    `${NAME} = ${DOCUMENTED} in ${LAYOUT.sysctlConf}`,
    'Make the kernel take it up: sysctl -p',
    `Start PostgreSQL: ${LAYOUT.msyspg.init} start`,
  ],
  faults: [
    {
      what: 'it is 32 MB, as in RHEL 5 without an entry',
      make: (host) => editText(host, LAYOUT.sysctlConf, (text) => text.replace(/shmmax = \d+/, 'shmmax = 33554432')),
    },
  ],
};

interface Limit {
  readonly bytes: bigint;
  readonly said: string;
  /** Undefined where no file says it. */
  readonly setting: Assignment | undefined;
}

/** What the kernel goes by, for the running system; else what it is told at its start, where the last line counts. */
async function shmmax(host: Host): Promise<Limit | undefined> {
  const names = ((await host.list(LAYOUT.sysctlDirectory)) ?? []).filter((name) => name.endsWith('.conf'));
  const files = [...names.map((name) => joinPath(LAYOUT.sysctlDirectory, name)), LAYOUT.sysctlConf];
  const told = (await Promise.all(files.map((file) => assignments(host, file)))).flat();
  const setting = told.findLast(({ name, value }) => name.replace('/', '.') === NAME && /^\d+$/.test(value));
  const now = host.root === '/' ? (await readText(host, LAYOUT.shmmax).catch(() => undefined))?.trim() : undefined;
  if (now !== undefined && /^\d+$/.test(now)) return { bytes: BigInt(now), said: `${LAYOUT.shmmax}: ${now}`, setting };
  return setting === undefined ? undefined : { bytes: BigInt(setting.value), said: assigned(setting), setting };
}

function raise(host: Host, { file, line }: Assignment) {
  const why = 'PostgreSQL gets the shared memory that it asks for';
  const correct = (text: string, index: number) => (index === line - 1 ? text.replace(/=\s*\d+/, `= ${DOCUMENTED}`) : text);
  return editText(host, file, (text) => text.split('\n').map(correct).join('\n'), { why });
}
