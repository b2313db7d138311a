import type { Answers } from '../../answers/answers.ts';
import { planDatabaseSsl } from '../../choices/database-ssl/plan.ts';
import { planWebUiSsl } from '../../choices/web-ui-ssl/plan.ts';
import type { Host } from '../../host/host.ts';
import type { Change } from '../../plan/change.ts';
import { ecconfigd } from '../../services/ecconfigd/index.ts';
import { ecwebui } from '../../services/ecwebui/index.ts';
import { msyspg } from '../../services/msyspg/index.ts';
import type { Service } from '../../services/service.ts';
import type { Concerns } from '../symptom.ts';
import { renewal } from './renewal.ts';

/** A service with a pair of its own: what is particular to it wherever a fault of certificates is told. */
export interface PairOwner {
  readonly service: Service & { readonly id: 'msyspg' | 'ecwebui' | 'ecconfigd' };
  /** In a sentence: "the database". */
  readonly name: string;
  readonly words: readonly string[];
  readonly concerns: Concerns;
  /** Give a sandbox its TLS; a service that always speaks it needs none. */
  readonly answers?: Answers;
  /** Symptoms of the service that does not start. */
  readonly down: readonly string[];
  /** What `status` says of a pair that is of no use. */
  readonly findings: readonly string[];
  /** A new pair where there is none. */
  issue(host: Host): Promise<readonly Change[]>;
}

const ownSigned = { source: 'self-signed' } as const;

export const database: PairOwner = {
  service: msyspg as PairOwner['service'],
  name: 'the database',
  words: ['database', 'postgresql', 'msyspg', 'cannot log in'],
  concerns: { roles: ['database'] },
  answers: { databaseSsl: 'offer' },
  down: ['msyspg-not-running'],
  findings: ['certificate-msyspg'],
  issue: (host) => planDatabaseSsl(host, { certificates: { database: ownSigned } }),
};

const webUi: PairOwner = {
  service: ecwebui as PairOwner['service'],
  name: 'the web UI',
  words: ['web UI', 'web console', 'browser', 'https', 'console does not start'],
  concerns: { before: '4.0', roles: ['web'] },
  answers: { webUiSsl: 'offer' },
  down: [],
  findings: ['certificate-ecwebui'],
  issue: (host) => planWebUiSsl(host, { certificates: { webUi: ownSigned } }),
};

export const configurationServer: PairOwner = {
  service: ecconfigd as PairOwner['service'],
  name: 'the configuration server',
  words: ['ecconfigd', 'eccfg', 'svn', 'update', 'cluster', 'configuration does not arrive'],
  concerns: { since: '3.2' },
  down: [],
  findings: ['ecconfigd-certificate', 'ecconfigd-name'],
  issue: async (host) => (await renewal(host, ecconfigd)).changes,
};

/** Every service that has a key and a certificate. */
export const pairOwners: readonly PairOwner[] = [database, webUi, configurationServer];
