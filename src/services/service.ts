import type { Host, ProgramQuestion } from '../host/host.ts';
import type { HostPath } from '../model/paths.ts';
import type { RunningState } from '../plan/service-action.ts';

/** Which words a client and this server exchange before TLS starts. */
export type StartTls = 'none' | 'postgres' | 'smtp';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly starttls: StartTls;
}

/** Where the service's own pair is, and who has to own it. */
export interface CertificatePlace {
  readonly key: HostPath;
  readonly certificate: HostPath;
  readonly owner: string;
  readonly group: string;
}

/** One file a service; `src/services/index.ts` lists them. */
export interface Service {
  readonly id: 'msyspg' | 'ecwebui' | 'ecelerity';
  /** Id of the choice that turns its TLS on. */
  readonly choice: 'databaseSsl' | 'webUiSsl' | 'tlsProtocols';
  /** For people: "PostgreSQL (msyspg)". */
  readonly title: string;
  /** Undefined where this tree has no such service. */
  certificate(host: Host): Promise<CertificatePlace | undefined>;
  /** Where clients reach it over TLS, and where it answers in plain text. */
  endpoints(host: Host): Promise<{ readonly tls: readonly Endpoint[]; readonly plain: readonly Endpoint[] }>;
  running(host: Host): Promise<RunningState>;
  /** The service's own check of its configuration, where it has one that proves anything. */
  test(host: Host): Promise<ProgramQuestion | undefined>;
  control(host: Host, action: 'start' | 'stop' | 'restart' | 'reload'): Promise<ProgramQuestion | undefined>;
  /** What restarting it interrupts: sessions by name, how long it waits. One sentence each. */
  interrupts(host: Host, action: 'restart' | 'reload'): Promise<readonly string[]>;
}
