import { expect, test } from 'vitest';
import { LAYOUT } from '../../src/host/layout.ts';
import { breakSandbox } from '../../src/operations/break-sandbox.ts';
import { editText, putDirectory, putText } from '../../src/symptoms/change.ts';
import type { Fault } from '../../src/symptoms/symptom.ts';
import { look, Sandboxes } from './support.ts';

const sandboxes = new Sandboxes();
const ETC = LAYOUT.eceleritySettings;
const [WANTS] = LAYOUT.startDirectories;

/** What is near a fault and none: a risk, or nothing at all. */
const rows: readonly (readonly [id: string, expected: 'warn' | 'pass', Fault])[] = [
  [
    'stray-checkouts',
    'warn',
    { what: 'one checkout may be a pull that runs', make: async () => [putDirectory(`${ETC}/confaG4kQ2`)] },
  ],
  [
    'stray-checkouts',
    'pass',
    { what: "somebody's own copies", make: async () => ['confbackup', 'conf.old'].map((name) => putDirectory(`${ETC}/${name}`)) },
  ],
  [
    'uncommitted-edits',
    'warn',
    {
      what: 'an edit that waits, on a node that follows the others anyway',
      make: (host) =>
        editText(host, LAYOUT.ecelerityConf, (text) => text.replace('Retry_Interval = 1200', 'Retry_Interval = 900')),
    },
  ],
  [
    'node-frozen',
    'warn',
    {
      what: 'autoupdate=false where the repository is this host itself',
      make: (host) => editText(host, LAYOUT.clusterBoot, (text) => text.replace('autoupdate=true', 'autoupdate=false')),
    },
  ],
  [
    'selinux-enforcing',
    'warn',
    {
      what: 'permissive',
      make: (host) => editText(host, LAYOUT.selinuxConfig, (text) => text.replace('SELINUX=disabled', 'SELINUX=permissive')),
    },
  ],
  [
    'other-mta-on-port-25',
    'pass',
    {
      what: 'a postfix that only sends',
      make: async (host) => [
        putDirectory(WANTS),
        ...(await putText(host, `${WANTS}/postfix.service`, '[Service]\n')),
        putDirectory('/etc/postfix'),
        ...(await putText(host, LAYOUT.postfixMaster, '#smtp inet n - n - - smtpd\npickup unix n - n 60 1 pickup\n')),
      ],
    },
  ],
  [
    'lc-variables-set',
    'pass',
    {
      what: 'a variable that says what LANG says',
      make: (host) => editText(host, LAYOUT.environment, (text) => `${text}LC_CTYPE=en_US.UTF-8\n`),
    },
  ],
  [
    'local-changes-override',
    'warn',
    {
      what: 'a local change that has nothing to do with TLS',
      make: async (host) => [
        ...(await editText(host, LAYOUT.ecelerityConf, (text) =>
          text.replace('TLS = "no"\n', `TLS = "no"\nLocal_Changes_File = "${ETC}/local.conf"\n`),
        )),
        ...(await putText(host, `${ETC}/local.conf`, 'Retry_Interval = 60\n', { owner: 'ecuser' })),
      ],
    },
  ],
  [
    'outbound-in-plain',
    'warn',
    {
      what: 'TLS 1.0 alone for opportunistic deliveries',
      make: (host) =>
        editText(host, LAYOUT.ecelerityConf, (text) =>
          text.replace('TLS = "no"\n', 'TLS = "no"\nTLS_Protocols = "+ALL:-SSLv2:-SSLv3:-TLSv1.1:-TLSv1.2"\n'),
        ),
    },
  ],
];

const named = rows.map(([id, expected, fault]) => [id, expected, fault.what, fault] as const);

test.concurrent.each(named)('%s is a %s: %s', async (id, expected, _, fault) => {
  const { root } = await sandboxes.copy(fault);
  await breakSandbox(root, fault);
  const found = (await look(root)).findings.filter((finding) => finding.id === id);
  sandboxes.remove(root);
  expect(found.map(({ status }) => status)).toEqual([expected]);
});
