import { setTimeout as delay } from 'node:timers/promises';
import type { Answers } from '../../src/answers/answers.ts';
import type { Finding } from '../../src/model/finding.ts';
import { hostPath } from '../../src/model/paths.ts';
import type { Question, TypedSecrets } from '../../src/model/question.ts';
import type { Diagnosis } from '../../src/operations/diagnose.ts';
import type { ApplyEvent, ApplyResult, Before, Engine, PlannedWork, Survey } from '../../src/operations/engine.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { FilePreview } from '../../src/plan/preview.ts';

/** What a fake engine was asked, for tests to look at. */
export interface Calls {
  readonly questions: Answers[];
  readonly plans: Answers[];
  /** Whether what fails was to be put right, a plan each. */
  readonly fixes: (boolean | undefined)[];
  readonly applies: PlannedWork[];
  /** What was asked of the doctor: complaints, and the faults that were to be put right. */
  readonly doctor: unknown[];
  /** What was typed at secret questions, as plans and applies got it. */
  readonly secrets: (TypedSecrets | undefined)[];
}

interface FakeOptions {
  readonly pauseMs?: number;
  readonly findings?: (fix: boolean) => readonly Finding<unknown>[];
  readonly nothingToDo?: boolean;
  readonly surveyFails?: () => Error | undefined;
  readonly planFails?: () => Error | undefined;
  readonly applyPauseMs?: number;
  /** What an earlier run left. */
  readonly before?: Before;
  /** Asks for a password, of eight signs or more, on the first screen of questions. */
  readonly asksPassword?: boolean;
  /** How the first applies end; those after them go well. */
  readonly applyEnds?: readonly ApplyResult[];
}

/** A host of paper: enough of one to walk through every screen. */
export function fakeEngine(options: FakeOptions = {}): Engine & { readonly calls: Calls } {
  const { pauseMs = 0, applyPauseMs = 5, findings = () => [inOrder, toKnow] } = options;
  const calls: Calls = { questions: [], plans: [], fixes: [], applies: [], doctor: [], secrets: [] };
  const ends = [...(options.applyEnds ?? [])];
  return {
    calls,
    async survey() {
      await delay(pauseMs);
      const error = options.surveyFails?.();
      if (error !== undefined) throw error;
      return options.before === undefined ? survey : { ...survey, before: options.before };
    },
    async questions(answers) {
      calls.questions.push(answers);
      await delay(pauseMs);
      return options.asksPassword === true ? [password, ...questionsFor(answers)] : questionsFor(answers);
    },
    async plan(answers, { fix, secrets } = {}) {
      calls.secrets.push(secrets);
      calls.plans.push(answers);
      calls.fixes.push(fix);
      await delay(pauseMs);
      const error = options.planFails?.();
      if (error !== undefined) throw error;
      return workFor(answers, findings(fix === true), options.nothingToDo === true, fix === true);
    },
    async apply(work, onEvent, signal, secrets) {
      calls.secrets.push(secrets);
      calls.applies.push(work);
      for (const event of events) {
        onEvent(event);
        await delay(applyPauseMs);
        if (signal.aborted) {
          onEvent({ phase: 'put-back', what: 'Putting /var/db/msyspg/postgresql.conf back' });
          await delay(applyPauseMs);
          return putBack;
        }
      }
      return ends.shift() ?? done;
    },
    doctor: fakeDoctor(calls),
  };
}

const deniedSymptom = {
  id: 'installer-files-unreadable',
  title: 'Files of the installer cannot be read by ecuser',
  meaning: 'The mail server does not start.',
  words: ['does not start', 'permission denied'],
  messages: [],
  concerns: {},
  steps: [],
  faults: [],
};

/** Of paper, too: whatever is asked, the same directory is the fault. */
function fakeDoctor(calls: Calls): Engine['doctor'] {
  const findings = [
    { ...mendable, id: deniedSymptom.id },
    { ...inOrder, id: 'umask-in-login-files' },
  ] as const;
  return {
    symptoms: () => [
      { ...deniedSymptom, checkable: true },
      { id: 'umask-in-login-files', title: 'A umask in a login file', words: ['umask'], checkable: true },
    ],
    async diagnose(complaint, onLooked) {
      calls.doctor.push(complaint);
      onLooked(1, 2);
      const why = [{ pattern: 'CFG-07961', times: 2, line: 1, text: complaint.text ?? '' }];
      const candidates = complaint.text?.includes('CFG-07961') ? [{ symptom: deniedSymptom, why }] : [];
      return {
        text: complaint.text === undefined ? undefined : true,
        candidates,
        examination: { momentum: undefined, findings, ruledOut: ['A umask in a login file'] },
      } as unknown as Diagnosis;
    },
    async plan(_diagnosis, ids) {
      calls.doctor.push(ids);
      return { work: workFor({}, [inOrder], false, true), fixed: [], left: [] };
    },
    async apply(_fix, onEvent) {
      calls.doctor.push('apply');
      onEvent({ phase: 'write', what: 'Putting it right' });
      return { ...done, said: ['Proven: ecuser can read what it needs'], findings: [] };
    },
  };
}

const survey: Survey = {
  root: '/srv/tree',
  momentum: { version: '3.6.6', roles: ['manager', 'MTA'] },
  services: [
    { id: 'msyspg', title: 'PostgreSQL (msyspg)', state: 'running' },
    { id: 'ecwebui', title: 'Web UI (ecwebui)', state: 'running' },
    { id: 'ecconfigd', title: 'Configuration server (ecconfigd)', state: 'stopped' },
  ],
  choices: [
    {
      id: 'databaseSsl',
      title: 'SSL for the database',
      answer: 'off',
      gaps: [{ id: 'database-plain', status: 'warn', what: 'Clients talk to PostgreSQL in plain text.', evidence: [] }],
    },
    { id: 'webUiSsl', title: 'SSL for the web UI', answer: 'require', gaps: [] },
  ],
  answers: {},
  certificates: [
    {
      service: 'ecwebui',
      path: '/opt/msys/ecwebui/config/site/server.crt',
      subject: 'CN=mail1.example.com',
      altNames: ['mail1.example.com'],
      notAfter: '2027-09-01T00:00:00Z',
      daysLeft: 284,
    },
  ],
  findings: [],
};

const modes = [
  { value: 'off', label: 'Off', hint: 'no TLS; everything is readable on the wire' },
  { value: 'offer', label: 'Offer', hint: 'TLS available, plain text still accepted' },
  { value: 'require', label: 'Require', hint: 'plain text refused, on the loopback, too' },
] as const;

const password: Question = {
  kind: 'secret',
  key: 'servicePassword',
  choice: 'databaseSsl',
  title: 'Password of the service account',
  help: ['It is kept encrypted.'],
  default: false,
  accepts: (input) => input.length >= 8,
  expected: 'Expected eight signs or more',
};

function questionsFor(answers: Answers): readonly Question[] {
  const hostname = answers.certificates?.hostname ?? 'mail1.example.com';
  return [
    {
      kind: 'select',
      key: 'databaseSsl',
      choice: 'databaseSsl',
      title: 'SSL connections to the database',
      help: [
        'PostgreSQL gets a private key and a self-signed certificate in /var/db/msyspg and speaks SSL natively.',
        'With require, every TCP client must use SSL, also on the loopback and for replication; connections over the Unix socket are never SSL. Sessions that are connected in plain text now stay so until they end.',
      ],
      options: modes,
      now: 'off',
      default: 'off',
      recommended: 'offer',
    },
    {
      kind: 'select',
      key: 'webUiSsl',
      choice: 'webUiSsl',
      title: 'SSL for the web UI',
      help: [
        'Apache gets a key and a certificate in /opt/msys/ecwebui/config/site. On Solaris this can keep the web console from starting.',
      ],
      options: [modes[0], modes[1], { value: 'require', label: 'Require', disabled: 'this Apache has no mod_ssl' }],
      default: 'offer',
      recommended: 'offer',
    },
    ...(answers.webUiSsl === 'off'
      ? []
      : [
          {
            kind: 'text',
            key: 'webUi.httpsPort',
            choice: 'webUiSsl',
            title: 'HTTPS port',
            help: ['The port on which the web UI answers over TLS.'],
            default: '443',
            validate: (input: string) =>
              /^\d+$/.test(input) && Number(input) > 0 && Number(input) < 65536
                ? undefined
                : `Expected a port from 1 to 65535, got ${input === '' ? 'nothing' : input}`,
          } as const,
        ]),
    {
      kind: 'text',
      key: 'certificates.hostname',
      choice: 'certificates',
      title: 'Host name',
      help: ['The name by which clients reach this host. It is the CN and one of the subjectAltNames.'],
      default: 'mail1.example.com',
      validate: (input) =>
        /^[a-z0-9.-]+$/.test(input) ? undefined : `Expected a host name, got ${input === '' ? 'nothing' : input}`,
    },
    {
      kind: 'text',
      key: 'certificates.altNames',
      choice: 'certificates',
      title: 'Other names',
      help: ['Further names and addresses that clients use, separated by commas.'],
      default: hostname.split('.')[0] ?? '',
      validate: () => undefined,
    },
    {
      kind: 'select',
      key: 'certificates.keyBits',
      choice: 'certificates',
      title: 'Key size',
      help: ['Bits of the RSA key. Longer keys make every handshake slower.'],
      options: [
        { value: '2048', label: '2048 bits' },
        { value: '3072', label: '3072 bits' },
        { value: '4096', label: '4096 bits' },
      ],
      default: '2048',
      recommended: '2048',
    },
  ];
}

export const inOrder: Finding = { id: 'accounts', status: 'pass', what: 'The accounts msyspg and ecuser exist.', evidence: [] };

const toKnow: Finding = {
  id: 'plain-sessions',
  status: 'warn',
  what: '2 sessions are connected to PostgreSQL in plain text.',
  evidence: ['ecuser from 127.0.0.1, since 03:02', 'ecuser from 10.0.0.7, since 03:04'],
  remedy: { steps: ['Restart ecelerity on 10.0.0.7 after the change.'] },
};

export const failing: Finding = {
  id: 'umask',
  status: 'fail',
  what: '/opt/msys/etc/installer/ecelerity.d cannot be read by ecuser.',
  evidence: ['drwxr-x--- root:root'],
  remedy: { steps: ['chmod 0755 /opt/msys/etc/installer/ecelerity.d'] },
};

/** The same, and we could do it. */
export const mendable: Finding<unknown> = { ...failing, remedy: { ...failing.remedy, changes: [{}] } };

/** A host that was set up, and in which somebody edited a file and turned a choice off since. */
export const editedSince: Before = {
  last: { id: '0003', at: '2026-11-21T03:00:00Z' },
  findings: [
    {
      id: 'drift-content',
      status: 'fail',
      what: '/var/db/msyspg/postgresql.conf was edited since it was left by 0003, line 42',
      evidence: ['/var/db/msyspg/postgresql.conf:42  + ssl = off'],
    },
  ],
  again: { databaseSsl: 'require' },
};

export const stale: ApplyResult = {
  outcome: 'refused',
  id: null,
  findings: [],
  exitCode: 7,
  said: ['/var/db/msyspg/pg_hba.conf is not as it was', 'Make the plan again'],
  next: [],
};

const side = { owner: 'msyspg', group: 'msyspg', mode: 0o600 };

/** What a remedy of the preflight does. */
const putRight: FilePreview = {
  path: hostPath('/opt/msys/etc/installer/ecelerity.d'),
  kind: 'attributes',
  choices: ['preflight'],
  why: ['ecuser has to enter it'],
  before: { owner: 'root', group: 'root', mode: 0o750, sha256: null },
  after: { owner: 'root', group: 'root', mode: 0o755, sha256: null },
  added: 0,
  removed: 0,
  hunks: [],
  notes: ['Owner and mode: root:root 0750 becomes root:root 0755'],
};

const files: readonly FilePreview[] = [
  {
    path: hostPath('/var/db/msyspg/server.key'),
    kind: 'key',
    choices: ['databaseSsl'],
    why: ['The key that PostgreSQL proves itself with.'],
    before: null,
    after: { ...side, sha256: null },
    added: 0,
    removed: 0,
    hunks: [],
    notes: ['RSA, 2048 bits, made when the changes are applied. It never leaves this host.'],
  },
  {
    path: hostPath('/var/db/msyspg/server.crt'),
    kind: 'certificate',
    choices: ['databaseSsl'],
    why: ['The certificate to that key.'],
    before: null,
    after: { ...side, mode: 0o644, sha256: null },
    added: 0,
    removed: 0,
    hunks: [],
    notes: ['CN=mail1.example.com, also for mail1, valid for 365 days, self-signed.'],
  },
  {
    path: hostPath('/var/db/msyspg/postgresql.conf'),
    kind: 'edit',
    choices: ['databaseSsl'],
    why: ['PostgreSQL speaks SSL only with ssl = on.'],
    before: { ...side, sha256: 'a' },
    after: { ...side, sha256: 'b' },
    added: 3,
    removed: 2,
    hunks: [
      {
        oldStart: 40,
        oldLines: 5,
        newStart: 40,
        newLines: 5,
        lines: [
          {
            kind: 'context',
            number: 40,
            text: "#listen_addresses = 'localhost'\t\t# what IP address(es) to listen on; comma-separated list",
          },
          { kind: 'context', number: 41, text: 'port = 5432' },
          { kind: 'removed', number: 42, text: '#ssl = off' },
          { kind: 'added', number: 42, text: 'ssl = on' },
          { kind: 'context', number: 43, text: '# - Memory -' },
        ],
      },
      {
        oldStart: 90,
        oldLines: 3,
        newStart: 90,
        newLines: 4,
        lines: [
          { kind: 'context', number: 90, text: '' },
          { kind: 'removed', number: 91, text: "#ssl_ciphers = 'ALL'" },
          {
            kind: 'added',
            number: 91,
            text: "ssl_ciphers = 'HIGH:!aNULL:!MD5:!RC4:!3DES'\t# strong ciphers only, nothing that a client of today would miss",
          },
          { kind: 'added', number: 92, text: 'ssl_prefer_server_ciphers = on' },
          { kind: 'context', number: 93, text: '# Kerberos' },
        ],
      },
    ],
    notes: [],
  },
];

function workFor(answers: Answers, found: readonly Finding<unknown>[], nothing: boolean, fix: boolean): PlannedWork {
  const findings = found as Plan['findings'];
  const plan: Plan = {
    format: 1,
    createdAt: '2026-11-21T03:00:00Z',
    answers: { ...answers },
    changes: nothing
      ? []
      : [
          {
            kind: 'edit',
            path: hostPath('/var/db/msyspg/postgresql.conf'),
            onHash: 'a',
            splices: [],
            choice: 'databaseSsl',
            why: '',
            affects: [],
          },
        ],
    preconditions: [],
    findings,
    services: nothing
      ? []
      : [
          {
            service: 'msyspg',
            title: 'PostgreSQL (msyspg)',
            action: 'restart',
            needs: 'restart',
            interrupts: ['2 sessions end; clients connect again by themselves.', 'Waits up to 60 s for a shutdown.'],
          },
        ],
  };
  return { plan, preview: nothing ? [] : fix ? [putRight, ...files] : files };
}

const events: readonly ApplyEvent[] = [
  { phase: 'check', what: '14 files are as they were when planned' },
  { phase: 'rehearse', what: 'A scratch PostgreSQL starts with the new key and settings' },
  { phase: 'write', what: 'Writing /var/db/msyspg/postgresql.conf' },
  { phase: 'restart', what: 'Restarting PostgreSQL (msyspg)' },
  { phase: 'verify', what: 'Connecting to 127.0.0.1:5432 with TLS' },
];

const done: ApplyResult = {
  outcome: 'applied',
  id: '7',
  findings: [
    { id: 'database-tls', status: 'pass', what: 'PostgreSQL answers with TLS 1.2 and the new certificate.', evidence: [] },
  ],
  exitCode: 0,
  said: ['3 files were written; PostgreSQL (msyspg) was restarted.', 'Undo it with: momentum-secure rollback 7'],
  next: ['Give /var/db/msyspg/server.crt to clients that verify.', 'Renew before 2027-11-21: momentum-secure renew'],
};

const putBack: ApplyResult = {
  outcome: 'rolled-back',
  id: '7',
  findings: [],
  exitCode: 4,
  said: ['3 files were put back.'],
  next: [],
};
