import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { joinPath } from '../../model/paths.ts';
import type { Change } from '../../plan/change.ts';
import type { CertificatePlace } from '../../services/service.ts';
import { editText, putDirectory } from '../change.ts';
import { putPair } from '../issue.ts';

const DIRECTORY = joinPath(LAYOUT.eceleritySettings, 'certs');

/** Where the manual's example has the mail server's pair. */
export const MAIL_PAIR: CertificatePlace = {
  certificate: joinPath(DIRECTORY, 'server.crt'),
  key: joinPath(DIRECTORY, 'server.key'),
  owner: 'ecuser',
  group: 'ecuser',
};

/** For faults: all listeners of mail offer STARTTLS with a real pair. */
export async function offerStarttls(host: Host): Promise<readonly Change[]> {
  const pair = await putPair(host, MAIL_PAIR);
  return [
    putDirectory(DIRECTORY, { owner: 'ecuser' }),
    ...pair,
    ...(await addToListener(host, `  TLS_Certificate = "${MAIL_PAIR.certificate}"\n  TLS_Key = "${MAIL_PAIR.key}"\n${STARTTLS}`)),
  ];
}

export const STARTTLS = '  SMTP_Extensions = ( "ENHANCEDSTATUSCODES" "STARTTLS" )\n';

/** Lines in the stock listener of mail. */
export function addToListener(host: Host, lines: string): Promise<readonly Change[]> {
  return editText(host, LAYOUT.ecelerityConf, (text) =>
    text.replace(/ {2}SMTP_Extensions = .*\n/, (extensions) =>
      lines.includes('SMTP_Extensions') ? lines : `${extensions}${lines}`,
    ),
  );
}

/** Lines after the stock global option TLS. */
export function addGlobally(host: Host, ...lines: readonly string[]): Promise<readonly Change[]> {
  return editText(host, LAYOUT.ecelerityConf, (text) => text.replace('TLS = "no"\n', `TLS = "no"\n${lines.join('\n')}\n`));
}
