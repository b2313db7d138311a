import { LAYOUT } from '../host/layout.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { editText } from './change.ts';
import { isTooNew } from './configuration/too-new.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const PROGRAM = LAYOUT.validateConfig;
const TIMEOUT_MS = 60_000;

export const validateConfigSilent: Symptom = {
  id: 'validate-config-silent',
  title: 'validate_config says nothing: the configuration is not valid',
  meaning:
    'It prints "Configuration valid", and of an invalid one nothing at all. Where nothing can be seen to be wrong, an option or a module is named that this host does not have: often the module of a content scanner that is installed on another node only.',
  words: [
    'validate_config',
    'prints nothing',
    'config is not valid',
    'module',
    'antivirus',
    'brightmail',
    'upgrade',
    'reconfigure failed',
  ],
  messages: [
    {
      pattern: /Your config is not valid; please edit it before retrying the upgrade/i,
      example:
        'Your config is not valid; please edit it before retrying the upgrade. You can use the ./validate_config script to check your configuration.',
    },
    {
      pattern: /No module provides capability '/i,
      example: "CFG-07961 No module provides capability 'config.Global:brightmail'.",
    },
  ],
  concerns: { roles: ['mta'] },
  async check(host, momentum) {
    const server = await readMailServer(host);
    const program = await host.stat(PROGRAM);
    // What can be read to be wrong is told as what it is; what nobody may execute, too.
    if (server === undefined || program === undefined || (program.mode & 0o111) === 0) return [];
    if (server.diagnostics.length > 0 || server.findings.length > 0 || isTooNew(server, momentum)) return [];
    const answer = await host.ask({ program: PROGRAM, args: [], timeoutMs: TIMEOUT_MS });
    const said = `${answer.stdout}${answer.stderr}`.trim();
    if (answer.stdout.includes('Configuration valid')) return ruledOut(this, 'validate_config finds the configuration valid');
    const conclusive = answer.exit !== null && said === '' && process.getuid?.() === 0;
    const { version } = momentum;
    return [
      {
        id: this.id,
        status: conclusive ? 'fail' : 'warn',
        what: conclusive
          ? `validate_config says nothing: the configuration is not valid for this Momentum${version === undefined ? '' : ` (${version.text})`}`
          : 'validate_config could not be asked',
        evidence: [`${PROGRAM}: ${said === '' ? 'no output' : said.slice(0, 300)}, exit ${answer.exit ?? 'none'}`],
        remedy: { steps: this.steps },
      },
    ];
  },
  steps: [
    `For the reason in Momentum's own words: ${LAYOUT.ecelerity}/bin/ec_dump_config -c ${LAYOUT.ecelerityConf}`,
    '"No module provides capability" names what this host does not have: install that module here too, on the manager as well, or take its scope out',
    'The mail server goes on with the configuration that it has loaded: do not restart it before this is right',
  ],
  faults: [
    {
      what: 'the module of a content scanner is configured, and not installed',
      byHand: 'which module is missing, only Momentum itself says',
      make: (host) =>
        editText(host, LAYOUT.ecelerityConf, (text) => text.replace('TLS = "no"\n', 'TLS = "no"\n\nbrightmail {\n}\n')),
    },
  ],
};
