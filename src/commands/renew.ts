import { makeRenewal, RENEWABLE } from '../operations/renew.ts';
import { makeTimer, removeTimer, tellSystemd } from '../operations/renewal-timer.ts';
import { thisSession } from '../operations/this-session.ts';
import { carryOut } from './carry-out.ts';
import type { Command } from './command.ts';
import { answersOfCertificates, type Context } from './context.ts';
import { UsageError } from './options.ts';

const DEFAULT_DAYS_LEFT = 30;
/** When few are at work, and somebody is there soon after. */
const DEFAULT_WINDOW = '02:00-05:00';

export const renew: Command = {
  name: 'renew',
  args: '[SERVICE...]',
  what: 'renews certificates that run out: msyspg, ecwebui, ecconfigd',
  options: {
    'days-left': { type: 'string', value: 'N', what: `those with fewer days left than this (${DEFAULT_DAYS_LEFT})` },
    force: { type: 'boolean', what: 'however many days are left' },
    compromised: { type: 'boolean', what: 'others may have the keys: replace them, and keep the old ones nowhere' },
    'same-key': { type: 'boolean', what: 'keep the private key; by default a new one is made' },
    'install-timer': { type: 'boolean', what: 'have that done every day, by systemd or cron; nothing is renewed now' },
    window: { type: 'string', value: 'FROM-TO', what: `with --install-timer: when (${DEFAULT_WINDOW})` },
    'remove-timer': { type: 'boolean', what: 'take the timer away' },
  },
  async run(context) {
    const { values } = context.options;
    if (values['install-timer'] === true || values['remove-timer'] === true) return timer(context);
    refuse(context, ['window'], 'expected --install-timer with it');
    const services = namedServices(context);
    const answers = await answersOfCertificates(context, 'renew');
    const [force, sameKey, compromised] = [values.force === true, values['same-key'] === true, values.compromised === true];
    if (sameKey && compromised) throw new UsageError('--same-key: a compromised key is not kept; leave one of the two out');
    const how = { services, answers, daysLeft: daysLeft(context), force, sameKey, compromised };
    return carryOut(context, {
      doing: 'renew',
      plan: (host) => makeRenewal(host, how, planOptions(context)),
      question: 'Renew these certificates?',
    });
  },
};

function timer(context: Context): Promise<number> {
  const { values, positionals } = context.options;
  const install = values['install-timer'] === true;
  if (install && values['remove-timer'] === true) throw new UsageError('--remove-timer: --install-timer asks for the opposite');
  if (positionals.length > 0) throw new UsageError(`renew: the timer is for all services, got ${positionals.join(' ')}`);
  refuse(
    context,
    ['force', 'same-key', 'compromised', 'set', 'answers', ...(install ? [] : ['window', 'days-left'])],
    'it is not for the timer',
  );
  const how = { window: windowOf(String(values.window ?? DEFAULT_WINDOW)), daysLeft: daysLeft(context) };
  return carryOut(context, {
    doing: install ? 'renew --install-timer' : 'renew --remove-timer',
    plan: (host) => (install ? makeTimer(host, how, planOptions(context)) : removeTimer(host, planOptions(context))),
    question: install ? 'Install this timer?' : 'Remove this timer?',
    afterwards: async (result) => (context.withServices ? tellSystemd(context.root, install ? 'start' : 'stop', result) : result),
  });
}

function planOptions(context: Context) {
  return { fix: false, withServices: context.withServices, session: thisSession() };
}

function refuse({ options }: Context, names: readonly string[], why: string): void {
  const stray = names.find((name) => options.values[name] !== undefined);
  if (stray !== undefined) throw new UsageError(`--${stray}: ${why}`);
}

function namedServices({ options }: Context): readonly string[] {
  const unknown = options.positionals.find((word) => !(RENEWABLE as readonly string[]).includes(word));
  if (unknown !== undefined) throw new UsageError(`renew: expected ${RENEWABLE.join(', ')}, got ${unknown}`);
  return options.positionals;
}

function daysLeft({ options }: Context): number {
  const value = options.values['days-left'];
  if (value === undefined) return DEFAULT_DAYS_LEFT;
  if (/^\d{1,5}$/.test(String(value))) return Number(value);
  throw new UsageError(`--days-left: expected a whole number of days, got ${String(value)}`);
}

function windowOf(text: string): { readonly start: number; readonly end: number } {
  const [, ...numbers] = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  const [hour = 0, minute = 0, endHour = 0, endMinute = 0] = numbers.map(Number);
  const window = { start: hour * 60 + minute, end: endHour * 60 + endMinute };
  if (numbers.length < 4 || window.start === window.end)
    throw new UsageError(`--window: expected FROM-TO as in ${DEFAULT_WINDOW}, got ${text}`);
  return window;
}
