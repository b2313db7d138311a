import type { Host, ProgramQuestion } from '../host/host.ts';
import type { Finding } from '../model/finding.ts';
import type { HostPath } from '../model/paths.ts';
import type { RunningState } from '../plan/service-action.ts';
import type { Protocol } from '../tls/protocol.ts';

/** Which words a client and this server exchange before TLS starts. */
export type StartTls = 'none' | 'postgres' | 'smtp';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly starttls: StartTls;
}

/** What a configuration says of the TLS versions of one place where clients come in. */
export interface ConfiguredVersions {
  /** The place as the configuration names it: a scope path, a virtual host, a file. */
  readonly scope: string;
  readonly option: string;
  /** As it is written; null for the built-in default. */
  readonly value: string | null;
  /** Of the line that decides; null for the built-in default and for a command line. */
  readonly file: string | null;
  readonly line: number | null;
  /** Oldest first. What the library or the system's policy really speaks of them, only the socket tells. */
  readonly protocols: readonly Protocol[];
  /** Those that the value switches off: who speaks one has not taken it up. What a default leaves out is not among them. */
  readonly off: readonly Protocol[];
  /** Why it is not certain that this is what decides; empty where it is. */
  readonly note: string;
}

/** An endpoint with TLS, and what is configured for it. */
export interface TlsListener extends Endpoint {
  readonly configured?: ConfiguredVersions;
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
  readonly id: 'msyspg' | 'ecwebui' | 'ecconfigd' | 'ecelerity';
  /** Id of the choice that turns its TLS on; undefined where it always speaks TLS, and nobody is asked. */
  readonly choice: 'databaseSsl' | 'webUiSsl' | 'tlsProtocols' | undefined;
  /** For people: "PostgreSQL (msyspg)". */
  readonly title: string;
  /** Undefined where this tree has no such service. */
  certificate(host: Host): Promise<CertificatePlace | undefined>;
  /** Where clients reach it over TLS, and where it answers in plain text. */
  endpoints(host: Host): Promise<{ readonly tls: readonly Endpoint[]; readonly plain: readonly Endpoint[] }>;
  /** The `tls` endpoints with what is configured for each; absent where the service has no setting for versions. */
  tlsListeners?(host: Host): Promise<readonly TlsListener[]>;
  running(host: Host): Promise<RunningState>;
  /** The service's own check of its configuration, where it has one that proves anything. */
  test(host: Host): Promise<ProgramQuestion | undefined>;
  control(host: Host, action: 'start' | 'stop' | 'restart' | 'reload'): Promise<ProgramQuestion | undefined>;
  /** What it takes for another pair in the same place to be in force. */
  renewal(host: Host): Promise<'reload' | 'restart'>;
  /** What is wrong with it that no choice speaks of: reads files, opens no connection. */
  gaps?(host: Host): Promise<readonly Finding[]>;
  /** Live proof of what no choice proves. */
  verify?(host: Host): Promise<readonly Finding[]>;
  /** What restarting it interrupts: sessions by name, how long it waits. One sentence each. */
  interrupts(host: Host, action: 'restart' | 'reload'): Promise<readonly string[]>;
}
