import type { Command } from './command.ts';

/** Every verb with how to load it: a command's modules are read only when it runs. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  plan: async () => (await import('./plan.ts')).plan,
  apply: async () => (await import('./apply.ts')).apply,
  status: async () => (await import('./status.ts')).status,
  keep: async () => (await import('./keep.ts')).keep,
  drift: async () => (await import('./drift.ts')).drift,
  verify: async () => (await import('./verify.ts')).verify,
  certificate: async () => (await import('./certificate.ts')).certificate,
  renew: async () => (await import('./renew.ts')).renew,
  doctor: async () => (await import('./doctor.ts')).doctor,
  history: async () => (await import('./history.ts')).history,
  show: async () => (await import('./show.ts')).show,
  rollback: async () => (await import('./rollback.ts')).rollback,
  explain: async () => (await import('./explain.ts')).explain,
  sandbox: async () => (await import('./sandbox.ts')).sandbox,
};
