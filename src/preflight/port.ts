import type { Listen } from '../config/httpd/listens.ts';
import { isErrno, systemMessage } from '../host/errno.ts';
import type { Host } from '../host/host.ts';
import type { PlannedFinding } from '../plan/change.ts';
import { reachableAddress, readWebUi } from '../services/ecwebui/web-ui.ts';
import type { Check, Situation } from './check.ts';
import { affects } from './targets.ts';

const TIMEOUT_MS = 2_000;

/** httpd does not start where somebody else has one of its ports. */
export const port: Check = {
  id: 'port',
  title: 'Ports',
  async run(situation) {
    const opened = affects(situation.changes, 'ecwebui') ? await newListens(situation) : [];
    if (opened.length === 0) return [];
    const found = (await Promise.all(opened.map((listen) => tryListen(situation.host, listen)))).filter(
      (finding) => finding !== undefined,
    );
    if (found.length > 0) return found;
    return [{ id: this.id, status: 'pass', what: `Nobody listens yet on ${opened.map(written).join(' and ')}`, evidence: [] }];
  },
};

/** A port that the web UI listens on already is its own. */
async function newListens({ host, after }: Situation): Promise<readonly Listen[]> {
  const [now, later] = await Promise.all([readWebUi(host), readWebUi(after)]);
  const own = new Set(now?.listens.map((listen) => listen.port));
  return later?.listens.filter((listen) => !own.has(listen.port)) ?? [];
}

async function tryListen(host: Host, listen: Listen): Promise<PlannedFinding | undefined> {
  const address = reachableAddress(listen);
  const place = `${listen.file}:${listen.line}`;
  try {
    (await host.connect({ host: address, port: listen.port, timeoutMs: TIMEOUT_MS })).destroy();
  } catch (error) {
    if (isErrno(error, 'ECONNREFUSED')) return undefined;
    const what = `Whether ${written(listen)} is free cannot be told from here: ${systemMessage(error)}`;
    return {
      id: 'port-unseen',
      status: 'warn',
      what,
      evidence: [place],
      remedy: { steps: [`Look: ss -ltn sport = :${listen.port}`] },
    };
  }
  const steps = [`Look who listens there: ss -ltnp sport = :${listen.port}`, 'Stop it, or answer another webUi.httpsPort'];
  const what = `${written(listen)} is taken by another program, and the web UI is to listen there`;
  return {
    id: 'port-taken',
    status: 'fail',
    what,
    evidence: [`${address}:${listen.port} took a connection`, place],
    remedy: { steps },
  };
}

function written({ address, port: number }: Listen): string {
  return `${address === undefined ? '*' : address.includes(':') ? `[${address}]` : address}:${number}`;
}
