import type { Listen } from '../config/httpd/listens.ts';
import { serverDirective } from '../config/httpd/server.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { readText } from '../host/text.ts';
import { joinPath } from '../model/paths.ts';
import { runningWebUi } from '../services/ecwebui/running.ts';
import { reachableAddress, readWebUi, type WebUi } from '../services/ecwebui/web-ui.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const ecwebuiNotRunning: Symptom = {
  id: 'ecwebui-not-running',
  title: "The web UI's Apache is not running",
  meaning: 'Nobody reaches the web console. Mail goes on.',
  words: ['cannot log in', 'web console', 'web UI', 'connection refused', 'httpd', 'apache', 'stopped', 'browser'],
  messages: [
    {
      pattern: /caught SIGTERM, shutting down/i,
      example: '[Fri Nov 21 10:00:00 2014] [notice] caught SIGTERM, shutting down',
    },
    {
      pattern: /ERR_CONNECTION_REFUSED|Failed to connect to \S+ port \d+: Connection refused/i,
      example: 'curl: (7) Failed to connect to mail1.example.com port 443: Connection refused',
    },
  ],
  concerns: { roles: ['web'], before: '4.0' },
  async check(host) {
    const webUi = await readWebUi(host);
    if (webUi === undefined) return [];
    const log = joinPath(webUi.serverRoot, serverDirective(webUi.tree, 'ErrorLog')?.value ?? 'logs/error_log');
    // It writes there when it starts: one that was never started is missed by nobody.
    const said = await host.stat(log);
    if (said === undefined || said.size === 0) return [];
    const { state } = await runningWebUi(host);
    if (state === 'running') return ruledOut(this, "The web UI's Apache runs");
    const last = ((await readText(host, log)) ?? '').trimEnd().split('\n').at(-1) ?? '';
    const taken = await takenPorts(host, webUi);
    const steps = [
      ...taken.map(({ port }) => `Look who has its port, and stop that: ss -ltnp sport = :${port}`),
      `Start it: ${LAYOUT.webUiInit} start`,
      `If it does not come up, the reason is on the terminal or at the end of ${log}; ${LAYOUT.apacheProgram} -t -f ${webUi.conf} finds what is misspelt`,
    ];
    return [
      {
        id: this.id,
        status: state === 'stopped' ? 'fail' : 'warn',
        what: `The web UI's Apache ${state === 'stopped' ? 'is not running' : 'may not be running'}, and has been before`,
        evidence: [
          `no process for ${webUi.pidFile}`,
          `the last line of ${log}: ${last.slice(0, 200)}`,
          ...taken.map(({ file, line, port }) => `${file}:${line}: on port ${port} another program takes connections`),
        ],
        remedy: { steps },
      },
    ];
  },
  steps: [],
  faults: [
    {
      what: 'somebody stopped it',
      byHand: 'what is stopped may have been stopped on purpose, and stays so',
      servers: true,
      make: async () => [],
      services: [{ service: 'ecwebui', action: 'stop' }],
    },
  ],
};

/** Ports of its own that somebody else listens on: then it cannot start. */
async function takenPorts(host: Host, { listens }: WebUi): Promise<readonly Listen[]> {
  const answers = await Promise.all(
    listens.map((listen) =>
      host
        .connect({ host: reachableAddress(listen), port: listen.port, timeoutMs: 1000 })
        .then((socket) => socket.destroy())
        .then(() => [listen])
        .catch(() => []),
    ),
  );
  return answers.flat();
}
