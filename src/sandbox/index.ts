export { createSandbox, type SandboxOptions, type SandboxReport } from './create.ts';
export { SandboxError } from './error.ts';
export { removeSandbox } from './remove.ts';
