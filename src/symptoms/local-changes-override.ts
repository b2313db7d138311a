import type { Occurrence } from '../config/ecelerity/occurrence.ts';
import { type Configuration, settingsIn } from '../config/ecelerity/read.ts';
import { Scope } from '../config/ecelerity/scope.ts';
import { printPath } from '../config/ecelerity/scope-path.ts';
import { LAYOUT } from '../host/layout.ts';
import { joinPath } from '../model/paths.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { editText, putText } from './change.ts';
import { type ScopedSetting, written } from './configuration/every-setting.ts';
import { LOADING } from './configuration/loading.ts';
import { takeOut } from './configuration/take-out.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

/** What decides over encryption: overridden unseen, a scan finds open what the configuration closes. */
const SECURITY = /^(?:tls|ssl|use_ssl|starttls|smtp_extensions|use_dane|use_mta_sts|enable_dane|enable_mta_sts)/;

interface Overriding extends ScopedSetting {
  /** The line that has no effect. */
  readonly instead: Occurrence;
}

export const localChangesOverride: Symptom = {
  id: 'local-changes-override',
  title: 'Local_Changes_File overrides what the configuration says of TLS',
  meaning:
    'Changes of the console that were written back to that file are loaded after everything else. What is set in conf, reviewed and committed, has no effect there.',
  words: ['Local_Changes_File', 'no effect', 'still accepts SSLv3', 'config writeback', 'console', 'tls_protocols'],
  messages: [],
  concerns: { roles: ['mta'] },
  async check(host) {
    const server = await readMailServer(host);
    if (server?.localChanges === undefined) return [];
    const all = overridden(server);
    const found = all.filter(({ setting }) => SECURITY.test(setting.name));
    if (all.length === 0) return ruledOut(this, `${server.localChanges} overrides nothing that is set elsewhere`);
    const told = found.length > 0 ? found : all;
    const scopes = [...new Set(told.map(({ scope, setting }) => `${setting.name} ${place(scope)}`))];
    return [
      {
        id: this.id,
        status: found.length > 0 ? 'fail' : 'warn',
        what: `${server.localChanges} overrides ${scopes.slice(0, 3).join(', ')}${scopes.length > 3 ? ` and ${scopes.length - 3} more` : ''}: what is set elsewhere has no effect`,
        // Of options of other things the names alone: a value may be a password.
        evidence: told.slice(0, 10).flatMap(({ setting, instead }) => [`${shown(setting)} counts`, `${shown(instead)} does not`]),
        remedy: {
          changes: await takeOut(host, 'What conf says takes effect again: without the local value', found),
          steps: this.steps,
        },
      },
    ];
  },
  steps: ['Where the local value is the one that is meant: write it into the scope in conf, and commit it', ...LOADING],
  faults: [
    {
      what: 'the console opened SSLv3 again, globally',
      make: async (host) => {
        const file = joinPath(LAYOUT.eceleritySettings, 'local_changes.conf');
        const edit = await editText(host, LAYOUT.ecelerityConf, (text) =>
          text.replace('TLS = "no"\n', `TLS = "no"\nTLS_Protocols = "+ALL:-SSLv2:-SSLv3"\nLocal_Changes_File = "${file}"\n`),
        );
        return [...edit, ...(await putText(host, file, 'TLS_Protocols = "+ALL"\n', { owner: 'ecuser', group: 'ecuser' }))];
      },
    },
  ],
};

/** What the file sets otherwise than a file before it, in the same scope. */
function overridden(server: Configuration): readonly Overriding[] {
  const { table } = server;
  const found: Overriding[] = [];
  for (let id = 0; id < table.count; id += 1) {
    const scope = new Scope(table, id);
    const names = new Set<string>();
    for (let at = table.lastSetting(id); at !== 0; at = table.occurrences.before(at)) {
      if (table.occurrences.visitOf(at).file.path !== server.localChanges) break;
      names.add(table.occurrences.names.text(table.occurrences.name(at)));
    }
    for (const name of names) {
      const settings = settingsIn(server, scope, name);
      const instead = settings.findLast(({ file }) => file !== server.localChanges);
      const local = settings.filter(({ file }) => file === server.localChanges);
      if (instead === undefined || local.at(-1)?.value === instead.value) continue;
      found.push(...local.map((setting) => ({ scope, setting, instead })));
    }
  }
  return found;
}

function shown(setting: Occurrence): string {
  return SECURITY.test(setting.name) ? written(setting) : `${setting.file}:${setting.line}: ${setting.name}`;
}

function place(scope: Scope): string {
  return scope.parent === undefined ? 'globally' : `in ${printPath(scope.path)}`;
}
