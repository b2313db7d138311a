import type { SslMode } from '../../answers/answers.ts';
import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import { ecwebui } from '../../services/ecwebui/index.ts';
import { readWebUi } from '../../services/ecwebui/web-ui.ts';
import { pairFindings } from '../certificates/pair.ts';
import type { Current } from '../choice.ts';
import { whyNot } from './applies.ts';
import { plainlyServed } from './redirects.ts';

export const CHOICE = 'webUiSsl';

/** off, offer or require, as httpd.conf and its includes say. */
export async function currentWebUiSsl(host: Host): Promise<Current> {
  const why = await whyNot(host);
  const webUi = why === undefined ? await readWebUi(host) : undefined;
  if (webUi === undefined) {
    return {
      answer: undefined,
      gaps: [{ id: 'web-ui-ssl-not-here', status: 'warn', what: why ?? 'There is no web UI here', evidence: [] }],
    };
  }
  const gaps: Finding[] = [...webUi.tree.findings];
  for (const { file, line, column, what } of webUi.tree.diagnostics) {
    gaps.push({ id: 'httpd-config-broken', status: 'fail', what: `${file}:${line}:${column}: ${what}`, evidence: [] });
  }
  const answer: SslMode = webUi.tls.length === 0 ? 'off' : plainlyServed(webUi).length === 0 ? 'require' : 'offer';
  if (answer === 'off') {
    const what = 'SSL for the web UI is off: passwords of the console cross the network in plain text';
    gaps.push({ id: 'web-ui-ssl-off', status: 'warn', what, evidence: [webUi.conf] });
  }
  const place = await ecwebui.certificate(host);
  if (answer !== 'off' && place !== undefined) gaps.push(...(await pairFindings(host, place, CHOICE, ecwebui)));
  return { answer, gaps };
}
