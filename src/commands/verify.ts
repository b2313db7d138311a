import { verifyAll, verifyNamedEndpoint } from '../operations/verify-all.ts';
import { verificationJson, verificationText } from '../report/verification.ts';
import type { Command } from './command.ts';
import { type Context, lookAt, print, printJson } from './context.ts';
import { UsageError } from './options.ts';

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
    const verification =
      context.options.values.host === undefined ? await verifyAll(lookAt(context)) : await verifyNamed(context);
    if (context.json) printJson(context, verificationJson(verification));
    else print(context, verificationText(verification));
    return verification.ok ? 0 : 2;
  },
};

async function verifyNamed(context: Context) {
  const { host, port, starttls = 'none' } = context.options.values;
  const number = Number(port);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new UsageError(`--port: expected a number from 1 to 65535, got ${port ?? 'nothing'}`);
  if (starttls !== 'none' && starttls !== 'smtp' && starttls !== 'postgres')
    throw new UsageError(`--starttls: expected smtp, postgres or none, got ${starttls}`);
  const verification = await verifyNamedEndpoint(lookAt(context), { host: String(host), port: number, starttls });
  return verification;
}
