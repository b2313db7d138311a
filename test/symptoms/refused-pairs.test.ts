import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LocalHost } from '../../src/host/local.ts';
import { breakSandbox } from '../../src/operations/break-sandbox.ts';
import { diagnose } from '../../src/operations/diagnose.ts';
import { startServers, stopServers } from '../../src/sandbox/servers.ts';
import { symptoms } from '../../src/symptoms/index.ts';
import type { Fault } from '../../src/symptoms/symptom.ts';
import { ids, look, Sandboxes } from './support.ts';

const sandboxes = new Sandboxes();
const both = { servers: true, answers: { databaseSsl: 'offer', webUiSsl: 'offer' } } as const;

/** What the server itself writes into its newest log when it does not start with what `id` is about. */
const rows = [
  ['msyspg-key-too-open', 'msyspg', 'var/db/msyspg/pg_log'],
  ['msyspg-key-wrong-owner', 'msyspg', 'var/db/msyspg/pg_log'],
  ['msyspg-certificate-unreadable', 'msyspg', 'var/db/msyspg/pg_log'],
  ['msyspg-certificate-missing', 'msyspg', 'var/db/msyspg/pg_log'],
  ['msyspg-certificate-key-mismatch', 'msyspg', 'var/db/msyspg/pg_log'],
  ['ecwebui-certificate-key-mismatch', 'ecwebui', 'var/log/ecelerity/webui'],
] as const;

test.each(rows)('%s: the real server does not start, and its own words lead there', async (id, service, logs) => {
  const own = symptoms.find((symptom) => symptom.id === id)?.faults[0] as Fault;
  const { root, services } = await sandboxes.copy({ ...own, ...both });
  try {
    await startServers(root, services);
    await breakSandbox(root, { ...own, services: [{ service, action: 'restart' }] });
    const found = await look(root);
    expect(ids(found, 'fail')[0]).toBe(id);
    if (service === 'msyspg') expect(ids(found, 'fail')).toContain('msyspg-not-running');
    const text = readdirSync(join(root, logs))
      .map((name) => readFileSync(join(root, logs, name), 'latin1'))
      .join('\n');
    const { candidates } = await diagnose(new LocalHost(root), { text: [text] });
    expect(candidates[0]?.symptom.id, text.slice(-500)).toBe(id);
  } finally {
    await stopServers(root, services);
    sandboxes.remove(root);
  }
});
