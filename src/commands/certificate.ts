import { readFile } from 'node:fs/promises';
import { systemMessage } from '../host/errno.ts';
import { exportAuthorities, exportCertificate, requestCertificate } from '../operations/certificate-files.ts';
import { handedKey, makeImport, needsPassphrase } from '../operations/certificate-import.ts';
import { recoverJournal } from '../operations/recover-journal.ts';
import { RENEWABLE } from '../operations/renew.ts';
import { thisSession } from '../operations/this-session.ts';
import { carryOut, report, requireConsent } from './carry-out.ts';
import type { Command } from './command.ts';
import { askHidden } from './confirm.ts';
import { answersOfCertificates, aside, type Context, lookAt, print, printJson } from './context.ts';
import { UsageError } from './options.ts';
import { writeFileFor } from './private-file.ts';

type ServiceId = (typeof RENEWABLE)[number];

export const certificate: Command = {
  name: 'certificate',
  args: 'export|request|import SERVICE',
  what: 'gives out the public part of a certificate, asks an authority for one, or puts one in place',
  options: {
    ca: { type: 'boolean', what: "export: this host's own authorities instead, for clients" },
    out: { type: 'string', value: 'FILE', what: 'export, request: into a file instead of standard output' },
    'new-key': { type: 'boolean', what: 'request: for a new key instead of the present one' },
    certificate: { type: 'string', value: 'FILE', what: 'import: the certificate, PEM' },
    key: { type: 'string', value: 'FILE', what: 'import: its key; without, the one of the request or of the service' },
    chain: { type: 'string', value: 'FILE', what: 'import: certificates of those who issued it, in order' },
  },
  async run(context) {
    const [action, ...rest] = context.options.positionals;
    switch (action) {
      case 'export':
        return exportIt(context, rest);
      case 'request':
        return request(context, serviceNamed(context, rest));
      case 'import':
        return importIt(context, serviceNamed(context, rest));
      default:
        throw new UsageError(`certificate: expected export, request or import, got ${action ?? 'nothing'}`);
    }
  },
};

async function exportIt(context: Context, words: readonly string[]): Promise<number> {
  refuseOptions(context, 'export', ['ca', 'out']);
  if (context.options.values.ca === true && words.length > 0)
    throw new UsageError(`certificate export --ca: expected no service, got ${words[0]}`);
  const host = lookAt(context);
  const { pem, said } =
    context.options.values.ca === true
      ? await exportAuthorities(host)
      : await exportCertificate(host, serviceNamed(context, words));
  return give(context, pem, { service: words[0] ?? null, said }, said);
}

async function request(context: Context, service: ServiceId): Promise<number> {
  refuseOptions(context, 'request', ['out', 'new-key']);
  const answers = await answersOfCertificates(context, 'certificate request');
  // It may write a key, where an import that was cut off has not put back the one of the last request.
  const recovered = await recoverJournal(context.root, 'certificate request', context.withServices);
  if (recovered.failed !== undefined) return report(context, recovered.failed);
  if (recovered.said !== undefined) aside(context, recovered.said);
  const made = await requestCertificate(context.root, service, answers, context.options.values['new-key'] === true);
  const { names, key, newKey } = made;
  const said = [
    `For ${names.join(', ')}`,
    newKey === undefined ? `It is about the key in ${key}` : `Its key is new, and kept in ${key}, for root alone`,
    `When it has been signed: momentum-secure certificate import ${service} --certificate FILE`,
  ];
  return give(context, made.pem, { service, names, key, said }, said);
}

async function importIt(context: Context, service: ServiceId): Promise<number> {
  refuseOptions(context, 'import', ['certificate', 'key', 'chain']);
  const { values } = context.options;
  if (values.certificate === undefined) throw new UsageError('certificate import: expected --certificate FILE');
  requireConsent(context);
  const answers = await answersOfCertificates(context, 'certificate import');
  const certificatePem = await fileOf(context, 'certificate');
  const chain = values.chain === undefined ? '' : await fileOf(context, 'chain');
  const key = values.key === undefined ? undefined : await keyOf(context, String(values.key));
  const options = { fix: false, withServices: context.withServices, session: thisSession() };
  return carryOut(context, {
    doing: 'certificate import',
    plan: (host) => makeImport(host, service, { certificate: certificatePem, chain, key }, answers, options),
    question: 'Put this certificate in place?',
  });
}

async function keyOf(context: Context, file: string) {
  const pem = await fileOf(context, 'key');
  return handedKey(pem, needsPassphrase(pem) ? await passphraseFor(context, file) : undefined, file);
}

/** From --password-file, else asked for. Throws UsageError where nobody can be asked. */
async function passphraseFor(context: Context, file: string): Promise<string | undefined> {
  const { passwordProblem, secrets, stdin, json, options } = context;
  if (passwordProblem !== undefined) throw passwordProblem;
  if (options.values['password-file'] !== undefined) return secrets.servicePassword;
  if (!stdin.isTTY || json || options.values['no-input'] === true)
    throw new UsageError(
      `${file} asks for a passphrase: give it with --password-file FILE. The key is stored in clear, for its service`,
    );
  return askHidden(context, `Passphrase of ${file} (not shown):`);
}

async function fileOf({ options }: Context, option: 'certificate' | 'key' | 'chain'): Promise<string> {
  const file = String(options.values[option]);
  try {
    return await readFile(file, 'latin1');
  } catch (error) {
    throw new UsageError(`--${option} ${file}: ${systemMessage(error)}`);
  }
}

/** To a file or to standard output; what there is to say about it goes beside. */
async function give(context: Context, pem: string, document: object, said: readonly string[]): Promise<number> {
  const { out } = context.options.values;
  if (typeof out === 'string') await writeFileFor(out, pem, '--out', 0o644);
  if (context.json) printJson(context, { ...document, ...(typeof out === 'string' ? { out } : {}), pem });
  else {
    if (typeof out === 'string') print(context, `Written to ${out}`);
    else print(context, [{ whole: pem }]);
    for (const line of said) aside(context, line);
  }
  return 0;
}

function serviceNamed(context: Context, [word]: readonly string[]): ServiceId {
  const service = RENEWABLE.find((id) => id === word);
  if (service !== undefined) return service;
  const action = context.options.positionals[0];
  throw new UsageError(`certificate ${action}: expected ${RENEWABLE.join(', ')}, got ${word ?? 'no service'}`);
}

/** An option of another action is a mistake that would be passed over. */
function refuseOptions({ options }: Context, action: string, own: readonly string[]): void {
  const stray = Object.keys(certificate.options).find((name) => options.values[name] !== undefined && !own.includes(name));
  if (stray !== undefined) throw new UsageError(`certificate ${action}: --${stray} does not belong to it`);
}
