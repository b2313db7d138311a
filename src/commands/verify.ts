import { type NamedEndpoint, verifyAll, verifyNamedEndpoint } from '../operations/verify-all.ts';
import { verificationJson, verificationText } from '../report/verification.ts';
import type { Command } from './command.ts';
import { type Context, lookAt, print, printJson } from './context.ts';
import { UsageError } from './options.ts';
import { roomOf } from './terminal-text.ts';

/** Where nobody knows how wide the output will be read: a file, a pipe. */
const WIDTH = 120;

export const verify: Command = {
  name: 'verify',
  args: '',
  what: 'live proof: asks the services what they really do',
  options: {
    host: { type: 'string', value: 'H', what: 'ask this host instead' },
    port: { type: 'string', value: 'P', what: 'its port' },
    starttls: { type: 'string', value: 'KIND', what: 'smtp, postgres or none' },
  },
  async run(context) {
    const endpoint = namedEndpoint(context);
    const verification =
      endpoint === undefined
        ? await verifyAll(lookAt(context), context.withServices)
        : await verifyNamedEndpoint(lookAt(context), endpoint);
    if (context.json) printJson(context, verificationJson(verification));
    else print(context, verificationText(verification, roomOf(context.stdout) ?? WIDTH));
    return verification.ok ? 0 : 2;
  },
};

function namedEndpoint(context: Context): NamedEndpoint | undefined {
  const { host, port, starttls } = context.options.values;
  if (host === undefined) {
    const stray = port !== undefined ? 'port' : starttls !== undefined ? 'starttls' : undefined;
    if (stray !== undefined) throw new UsageError(`--${stray}: expected --host with it`);
    return undefined;
  }
  const number = /^\d+$/.test(String(port)) ? Number(port) : 0;
  if (number < 1 || number > 65_535) throw new UsageError(`--port: expected a number from 1 to 65535, got ${port ?? 'nothing'}`);
  const kind = starttls ?? 'none';
  if (kind !== 'none' && kind !== 'smtp' && kind !== 'postgres')
    throw new UsageError(`--starttls: expected smtp, postgres or none, got ${String(kind)}`);
  if (host === '') throw new UsageError('--host: expected a name or an address, got an empty text');
  return { host: String(host), port: number, starttls: kind };
}
