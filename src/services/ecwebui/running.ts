import type { Host } from '../../host/host.ts';
import { readText } from '../../host/text.ts';
import type { RunningState } from '../../plan/service-action.ts';
import { readWebUi } from './web-ui.ts';

/** The PidFile names the parent; its command line tells it from a process that got an old number. */
export async function runningWebUi(host: Host): Promise<RunningState> {
  const webUi = await readWebUi(host);
  if (webUi === undefined) return { state: 'stopped' };
  const pid = Number((await readText(host, webUi.pidFile).catch(() => undefined))?.trim() || Number.NaN);
  const process = Number.isInteger(pid) ? await host.process(pid) : undefined;
  const isHttpd = process?.command.some((word) => /(?:^|\/)(?:httpd|apache2)/.test(word)) === true;
  // A copied tree has the original's pid file: its own httpd was started with paths of its own.
  const isOurs = host.root === '/' || process?.command.some((word) => word.includes(`${host.root}/`)) === true;
  if (process === undefined || !isHttpd || !isOurs) return { state: 'stopped' };
  return { state: 'running', pid, startedAt: process.startedAt };
}
