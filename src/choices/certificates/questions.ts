import type { Answers } from '../../answers/answers.ts';
import type { Host } from '../../host/host.ts';
import type { Question } from '../../model/question.ts';
import type { CertificateFacts } from '../../plan/change.ts';
import { readWebUi } from '../../services/ecwebui/web-ui.ts';
import { services } from '../../services/index.ts';
import { readDatabase } from '../../services/msyspg/database.ts';
import { validateAltName, validateHostname } from '../../tls/certificate/hostname.ts';
import type { Certificate } from '../../tls/certificate/read.ts';
import { databaseNames } from '../database-ssl/clients.ts';
import { webUiNames } from '../web-ui-ssl/plan.ts';
import { DEFAULT_DAYS, ownAnswers, proposeNames, wantedFacts } from './facts.ts';
import { readPair } from './pair.ts';

const STEP = 'certificates';

/** What new certificates are to say; [] where none will be made, and none of ours is there that could say something else. */
export async function certificateQuestions(host: Host, answers: Answers): Promise<readonly Question[]> {
  const { needing, ours } = await lookAtPairs(host, answers);
  if (needing.length === 0) return ours === undefined ? [] : questionsAbout(ours);
  const database = await readDatabase(host);
  const webUi = await readWebUi(host);
  const names = [
    ...(webUi === undefined ? [] : webUiNames(webUi)),
    ...(database === undefined ? [] : await databaseNames(host, database)),
  ];
  const { hostname, altNames } = await proposeNames(host, names);
  const { facts } = await wantedFacts(host, answers, 'webUi', names);
  const { certificates = {} } = answers;
  const proposed = { ...facts, hostname: certificates.hostname ?? hostname, altNames: certificates.altNames ?? altNames };
  return asked(proposed, `New certificates are made for ${needing.join(' and ')}.`);
}

/** On a host that has its certificates: nobody has to answer, and the same again changes nothing. */
function questionsAbout(certificate: Certificate): readonly Question[] {
  const hostname = certificate.subject || (certificate.altNames[0] ?? '');
  const keyBits = ([2048, 3072, 4096] as const).find((bits) => bits === certificate.keyBits) ?? 2048;
  const facts = { hostname, altNames: certificate.altNames.filter((name) => name !== hostname), keyBits, days: DEFAULT_DAYS };
  const kept =
    'The certificates are there and good, and are kept. Another name or key size has new ones made of those that are ours.';
  return asked(facts, kept).map((question) => ({ ...question, optional: true, now: question.default }) as Question);
}

function asked(facts: CertificateFacts, why: string): readonly Question[] {
  return [
    {
      kind: 'text',
      key: 'certificates.hostname',
      choice: STEP,
      title: 'For which host name are the certificates?',
      help: [`${why} Clients that check them compare this name with the one they connect to.`],
      default: facts.hostname,
      validate: (input) => validateHostname(input.trim()),
    },
    {
      kind: 'text',
      key: 'certificates.altNames',
      choice: STEP,
      title: 'Which other names and addresses are they good for?',
      help: ['Separated by commas. Names and addresses by which clients on this host and others reach the services.'],
      default: facts.altNames.join(', '),
      validate: (input) =>
        splitNames(input)
          .map(validateAltName)
          .find((problem) => problem !== undefined),
    },
    {
      kind: 'select',
      key: 'certificates.keyBits',
      choice: STEP,
      title: 'How long are the keys?',
      help: ['RSA. 2048 bits are what Momentum 3 and the clients of its day are at home with; 3072 last beyond 2030.'],
      options: [
        { value: '2048', label: '2048 bits', hint: 'understood by everything' },
        { value: '3072', label: '3072 bits', hint: 'for use beyond 2030' },
        { value: '4096', label: '4096 bits', hint: 'slower handshakes' },
      ],
      default: String(facts.keyBits),
      recommended: String(facts.keyBits),
    },
    {
      kind: 'text',
      key: 'certificates.days',
      choice: STEP,
      title: 'For how many days are they good?',
      help: ['A year is what Momentum itself gives. Renewal has to come before that.'],
      default: String(facts.days),
      validate: (input) =>
        /^\d+$/.test(input.trim()) && Number(input) >= 1 && Number(input) <= 3650
          ? undefined
          : `"${input}": expected a whole number of days from 1 to 3650`,
    },
  ];
}

/** Names in a text answer: commas or blanks between them. */
function splitNames(input: string): readonly string[] {
  return input.split(/[\s,]+/).filter(Boolean);
}

/** Services that need a certificate, and one of those that are there, valid and ours. */
async function lookAtPairs(host: Host, answers: Answers) {
  const needing: string[] = [];
  let ours: Certificate | undefined;
  for (const service of services) {
    const place = await service.certificate(host);
    const { choice } = service;
    const mode = choice === undefined || choice === 'tlsProtocols' ? undefined : answers[choice];
    if (place === undefined || choice === undefined || mode === undefined || mode === null || mode === 'off') continue;
    // Nothing is asked about a pair that is handed over.
    if (ownAnswers(answers, service).source === 'files') continue;
    const pair = await readPair(host, place, choice);
    if (pair.state !== 'valid') needing.push(service.title);
    else if (pair.ours) ours ??= pair.certificate;
  }
  return { needing, ours };
}
