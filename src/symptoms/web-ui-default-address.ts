import { SSL_INCLUDE } from '../choices/web-ui-ssl/include-file.ts';
import { replaceDefaultAddress } from '../config/httpd/edit.ts';
import type { VirtualHost } from '../config/httpd/virtual-hosts.ts';
import { applySplices } from '../config/splice.ts';
import type { Host } from '../host/host.ts';
import type { Change } from '../plan/change.ts';
import { readWebUi } from '../services/ecwebui/web-ui.ts';
import { editText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';
import { onSolaris } from './system/solaris.ts';
import { restartWebUi } from './web-ui/words.ts';

/** Momentum manual, "Installing on Solaris". */
export const webUiDefaultAddress: Symptom = {
  id: 'web-ui-default-address',
  title: 'The web console does not start with SSL on Solaris: _default_:443',
  meaning:
    'Apache fails to resolve the address _default_ of a virtual host there, and does not start. With * in its place it does.',
  words: ['solaris', '_default_', 'does not start', 'web console', 'ssl', 'VirtualHost', 'name-service-cache'],
  messages: [],
  concerns: { roles: ['web'], platform: 'solaris', before: '4.0' },
  explains: ['ecwebui-not-running'],
  async check(host) {
    const webUi = await readWebUi(host);
    if (webUi === undefined || webUi.hosts.length === 0) return [];
    const found = webUi.hosts.filter(({ addresses }) => addresses.some(({ address }) => address === '_default_'));
    if (found.length === 0) return ruledOut(this, 'No virtual host of the web UI is written with _default_');
    return [
      {
        id: this.id,
        status: 'fail',
        what: `${found.length === 1 ? 'A virtual host' : `${found.length} virtual hosts`} of the web UI ${found.length === 1 ? 'is' : 'are'} written with _default_, which Apache does not resolve on Solaris`,
        evidence: found.map(
          ({ file, line, section }) => `${file}:${line}: <VirtualHost ${section.args.map(({ text }) => text).join(' ')}>`,
        ),
        remedy: { changes: await starred(host, found), steps: this.steps },
      },
    ];
  },
  steps: ['If it does not start with * either: svcadm disable name-service-cache'],
  faults: [
    {
      what: "the virtual host is written as in Apache's own example",
      answers: { webUiSsl: 'offer' },
      make: async (host) => [
        ...(await onSolaris(host)),
        ...(await editText(host, SSL_INCLUDE, (text) => text.replace('<VirtualHost *:', '<VirtualHost _default_:'))),
      ],
    },
  ],
};

async function starred(host: Host, found: readonly VirtualHost[]): Promise<readonly Change[]> {
  const reason = { why: '* is every address too, and is resolved on Solaris', affects: restartWebUi };
  const files = [...new Set(found.map(({ file }) => file))];
  const edits = files.map((file) => {
    const here = found.filter((one) => one.file === file);
    const edit = (text: string) =>
      applySplices(
        text,
        here.flatMap(({ section }) => replaceDefaultAddress(text, section)),
      );
    return editText(host, file, edit, reason);
  });
  return (await Promise.all(edits)).flat();
}
