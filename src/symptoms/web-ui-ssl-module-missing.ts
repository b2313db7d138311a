import { SSL_INCLUDE } from '../choices/web-ui-ssl/include-file.ts';
import { planWebUiSsl } from '../choices/web-ui-ssl/plan.ts';
import { plainlyServed } from '../choices/web-ui-ssl/redirects.ts';
import { readApache } from '../services/ecwebui/apache.ts';
import { readWebUi } from '../services/ecwebui/web-ui.ts';
import { editText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const webUiSslModuleMissing: Symptom = {
  id: 'web-ui-ssl-module-missing',
  title: 'The web UI is to speak TLS, and its Apache does not load mod_ssl',
  meaning: 'SSLEngine and the other directives of TLS are unknown without mod_ssl: Apache does not start.',
  words: ['mod_ssl', 'SSLEngine', 'does not start', 'web console', 'Invalid command', 'LoadModule', 'apache', 'httpd'],
  messages: [
    {
      pattern: /Invalid command '?SSL\w+'?, perhaps mis-?spelled or defined by a module not included/i,
      example: "Invalid command 'SSLEngine', perhaps misspelled or defined by a module not included in the server configuration",
    },
    {
      pattern: /Cannot load \S*mod_ssl\.so\S* into server/i,
      example:
        'httpd: Syntax error on line 12 of /opt/msys/ecwebui/config/httpd.conf: Cannot load /opt/msys/3rdParty/apache/modules/mod_ssl.so into server: cannot open shared object file: No such file or directory',
    },
  ],
  concerns: { roles: ['web'], before: '4.0' },
  explains: ['ecwebui-not-running'],
  async check(host) {
    const webUi = await readWebUi(host);
    const virtual = webUi?.hosts.filter(({ sslEngine }) => sslEngine) ?? [];
    if (webUi === undefined || virtual.length === 0) return [];
    const apache = await readApache(host, webUi);
    const evidence = virtual.map(({ file, line }) => `${file}:${line} has SSLEngine on`);
    if (apache.sslModule === undefined) {
      const what = "The web UI's Apache has no mod_ssl: there is no such file";
      const steps = [`Install mod_ssl for the Apache in ${webUi.serverRoot}, or answer webUiSsl with off`];
      return [{ id: this.id, status: 'fail', what, evidence: [...evidence, webUi.serverRoot], remedy: { steps } }];
    }
    if (apache.modules.has('ssl')) return ruledOut(this, 'mod_ssl is loaded');
    const answer = plainlyServed(webUi).length === 0 ? 'require' : 'offer';
    return [
      {
        id: this.id,
        status: 'fail',
        what: 'No LoadModule line loads mod_ssl, and SSLEngine is unknown without it',
        evidence: [...evidence, `${apache.sslModule} is there`],
        remedy: { changes: await planWebUiSsl(host, { webUiSsl: answer }), steps: [] },
      },
    ];
  },
  steps: [],
  faults: [
    {
      what: 'the LoadModule line was taken out',
      answers: { webUiSsl: 'require' },
      make: (host) => editText(host, SSL_INCLUDE, (text) => text.replace(/^LoadModule ssl_module.*\n/m, '')),
    },
  ],
};
