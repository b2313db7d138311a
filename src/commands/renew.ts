import { thisSession } from '../operations/local-engine.ts';
import { makeRenewal, RENEWABLE } from '../operations/renew.ts';
import { carryOut } from './carry-out.ts';
import type { Command } from './command.ts';
import { type Context, givenAnswers } from './context.ts';
import { UsageError } from './options.ts';

const DEFAULT_DAYS_LEFT = 30;

export const renew: Command = {
  name: 'renew',
  args: '[SERVICE...]',
  what: 'renews certificates that run out: msyspg, ecwebui, ecconfigd',
  options: {
    'days-left': { type: 'string', value: 'N', what: `those with fewer days left than this (${DEFAULT_DAYS_LEFT})` },
    force: { type: 'boolean', what: 'however many days are left' },
    compromised: { type: 'boolean', what: 'others may have the keys: replace them, and keep the old ones nowhere' },
    'same-key': { type: 'boolean', what: 'keep the private key; by default a new one is made' },
  },
  async run(context) {
    const { values } = context.options;
    const services = namedServices(context);
    const daysLeft = wholeNumber('days-left', values['days-left'], DEFAULT_DAYS_LEFT);
    const answers = await givenAnswers(context);
    const [force, sameKey, compromised] = ['force', 'same-key', 'compromised'].map((name) => values[name] === true) as [
      boolean,
      boolean,
      boolean,
    ];
    if (sameKey && compromised) throw new UsageError('--same-key: a compromised key is not kept; leave one of the two out');
    const how = { services, answers, daysLeft, force, sameKey, compromised };
    return carryOut(context, {
      doing: 'renew',
      plan: (host) => makeRenewal(host, how, { fix: false, withServices: context.withServices, session: thisSession() }),
      question: 'Renew these certificates?',
    });
  },
};

function namedServices({ options }: Context): readonly string[] {
  const unknown = options.positionals.find((word) => !(RENEWABLE as readonly string[]).includes(word));
  if (unknown !== undefined) throw new UsageError(`renew: expected ${RENEWABLE.join(', ')}, got ${unknown}`);
  return options.positionals;
}

function wholeNumber(name: string, value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (/^\d{1,5}$/.test(String(value))) return Number(value);
  throw new UsageError(`--${name}: expected a whole number of days, got ${String(value)}`);
}
