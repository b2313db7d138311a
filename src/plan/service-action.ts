/** Is a service up? Told by its own pid file and the process behind it. */
export interface RunningState {
  /** `unknown`: it cannot be told from here (another host's tree, no permission). */
  readonly state: 'running' | 'stopped' | 'unknown';
  readonly pid?: number;
  /** Start time of that process in clock ticks since boot (proc(5), stat field 22): tells a restart from the same process. */
  readonly startedAt?: string;
}
