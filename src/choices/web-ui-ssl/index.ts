import { findMomentum } from '../../host/momentum.ts';
import { proposedHttpsPort, readWebUi } from '../../services/ecwebui/web-ui.ts';
import type { Choice } from '../choice.ts';
import { recommendation } from '../recommend.ts';
import { CHOICE, currentWebUiSsl } from './current.ts';
import { planWebUiSsl } from './plan.ts';
import { webUiRisks } from './risks.ts';
import { verifyWebUiSsl, watchLoginPage } from './verify.ts';

/** "Require the use of SSL for accessing the web UI" of Momentum's installer, 3.2 to 3.6. */
export const webUiSsl: Choice = {
  id: CHOICE,
  title: 'SSL for the web UI',
  current: currentWebUiSsl,
  plan: planWebUiSsl,
  risks: webUiRisks,
  verify: verifyWebUiSsl,
  watch: watchLoginPage,

  async questions(host, answers) {
    const { answer } = await currentWebUiSsl(host);
    const webUi = await readWebUi(host);
    if (answer === undefined || webUi === undefined) return [];
    const { value, why } = await recommendation(host, CHOICE, answer);
    const solaris = (await findMomentum(host)).solaris;
    const mode = {
      kind: 'select',
      key: CHOICE,
      choice: CHOICE,
      title: 'Should the web console use TLS?',
      help: [
        'Apache gets a private key and a self-signed certificate in config/site, good for a year. Browsers warn about a certificate that nobody they know has signed.',
        'require sends everybody who comes over plain HTTP to https with a temporary redirect.',
        ...(solaris
          ? [
              'On Solaris the console can fail to start with SSL; the virtual host is written in the way that is known to work there.',
            ]
          : []),
        `Recommended here: ${value}. ${why}`,
      ],
      options: [
        { value: 'off', label: 'off', hint: 'plain HTTP, as before' },
        { value: 'offer', label: 'offer', hint: 'https beside http' },
        { value: 'require', label: 'require', hint: 'http is sent to https' },
      ],
      now: String(answer),
      default: answer === 'off' ? value : String(answer),
      recommended: value,
    } as const;
    const wanted = answers.webUiSsl ?? mode.default;
    if (wanted === 'off') return [mode];
    return [
      mode,
      {
        kind: 'text',
        key: 'webUi.httpsPort',
        choice: CHOICE,
        title: 'On which port should the web console speak TLS?',
        help: [
          '443 is what browsers try by themselves. Offered is the port in use now, else the one that httpd.conf proposes in a comment.',
        ],
        ...(answer === 'off' ? {} : { now: String(proposedHttpsPort(webUi)) }),
        default: String(answers.webUi?.httpsPort ?? proposedHttpsPort(webUi)),
        validate: validatePort,
      },
    ];
  },
};

function validatePort(input: string): string | undefined {
  const port = Number(input);
  if (/^\d+$/.test(input.trim()) && port >= 1 && port <= 65_535) return undefined;
  return `"${input}" is no port: expected a number from 1 to 65535`;
}
