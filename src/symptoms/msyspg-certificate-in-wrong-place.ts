import { issuePlanned } from '../choices/certificates/pair.ts';
import { presentFacts } from '../choices/certificates/present.ts';
import type { Host, HostFile } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { joinPath } from '../model/paths.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';
import { compareKey } from '../tls/certificate/key.ts';
import { type Certificate, readCertificate } from '../tls/certificate/read.ts';
import { database } from './certificates/owners.ts';
import { pairFault, pairSymptoms } from './certificates/pair-symptom.ts';
import { day, type StandingPair, standingPair } from './certificates/standing.ts';
import { removeFile } from './change.ts';
import { putPair } from './issue.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const PREFIX = LAYOUT.documentedDatabasePrefix;
const STRAY = { key: joinPath(PREFIX, 'server.key'), certificate: joinPath(PREFIX, 'server.crt') };

/** A pair that could serve, where nobody serves it. */
interface StrayPair {
  readonly key: HostFile;
  readonly file: HostFile;
  readonly certificate: Certificate;
}

export const msyspgCertificateInWrongPlace: readonly Symptom[] = pairSymptoms(
  [database],
  'certificate-in-wrong-place',
  (owner, id) => ({
    title: "The database's new certificate lies where PostgreSQL does not look",
    meaning: `create_ssl_cert's manual page has the pair of msyspg made in ${PREFIX}; PostgreSQL reads its data directory. It goes on with the old one, until that has run out, or is gone.`,
    words: ['create_ssl_cert', 'renewed', 'certificate', 'expired', 'still the old one', '3rdParty/share/postgresql'],
    messages: [
      {
        pattern: /writing new private key to '\/opt\/msys\/3rdParty\/share\/postgresql\/server\.key'/i,
        example: "writing new private key to '/opt/msys/3rdParty/share/postgresql/server.key'",
      },
    ],
    explains: ['msyspg-certificate-expired', 'msyspg-certificate-missing'],
    async check(host) {
      const pair = await standingPair(host, owner);
      const stray = pair === undefined ? undefined : await strayPair(host, pair);
      if (pair === undefined) return [];
      if (stray === undefined) return ruledOut({ id }, `There is no other pair in ${PREFIX}`);
      const served = pair.place.certificate;
      const evidence = [
        `${stray.file.path}: for ${stray.certificate.subject}, until ${day(stray.certificate.notAfter)}`,
        `${served}: ${pair.certificate ? `for ${pair.certificate.subject}, until ${day(pair.certificate.notAfter)}, issued by ${pair.certificate.issuer}` : 'not there'}`,
      ];
      const leftover = `Nothing reads ${STRAY.key} and ${STRAY.certificate}: remove them, a private key lies about there`;
      // One that a CA signed is not to be replaced by what a script made.
      if (!isBetter(stray, pair)) {
        const what = `${stray.file.path} is read by nobody: PostgreSQL goes by ${served}`;
        return [{ id, status: 'warn', what, evidence, remedy: { steps: [leftover] } }];
      }
      const what = `The newer certificate is ${stray.file.path}, but PostgreSQL reads ${served}${pair.file ? '' : ', which is missing'}`;
      const remedy = { changes: await putInPlace(host, pair, stray), steps: [leftover] };
      return [{ id, status: 'fail', what, evidence, remedy } satisfies PlannedFinding];
    },
    steps: ['momentum-secure renew msyspg makes a new pair where PostgreSQL reads it, and has it taken up'],
    faults: [
      pairFault(owner, 'it was renewed as the page of create_ssl_cert says', (host, place) =>
        putPair(host, { ...place, ...STRAY }, { from: 0, until: 730 }),
      ),
      pairFault(owner, 'the old certificate was removed first, as the page says', async (host, place) => [
        ...(await putPair(host, { ...place, ...STRAY }, { from: 0, until: 730 })),
        ...(await removeFile(host, place.certificate)),
        ...(await removeFile(host, place.key)),
      ]),
    ],
  }),
);

/** A link from one place to the other makes them one. */
async function strayPair(host: Host, { place }: StandingPair): Promise<StrayPair | undefined> {
  const [key, file, served] = await Promise.all([
    host.read(STRAY.key),
    host.read(STRAY.certificate),
    host.read(place.certificate),
  ]);
  if (key === undefined || file === undefined || file.real === served?.real || file.hash === served?.hash) return undefined;
  const reading = readCertificate(file.bytes.toString('latin1'));
  const matches = compareKey(key.bytes.toString('latin1'), file.bytes.toString('latin1')) === 'match';
  const { notBefore, notAfter } = reading.ok ? reading.certificate : {};
  const now = host.now();
  const inDate = notBefore !== undefined && notAfter !== undefined && notBefore <= now && now <= notAfter;
  return reading.ok && matches && inDate ? { key, file, certificate: reading.certificate } : undefined;
}

function isBetter({ certificate: stray }: StrayPair, { file, certificate }: StandingPair): boolean {
  if (file === undefined) return true;
  return certificate?.selfSigned === true && stray.notAfter > certificate.notAfter;
}

/** That very pair, with the owner and the modes that PostgreSQL wants. */
async function putInPlace(
  host: Host,
  { place }: StandingPair,
  { key, file, certificate }: StrayPair,
): Promise<readonly Change[]> {
  const { hostname = certificate.subject, altNames, keyBits } = presentFacts(certificate);
  const days = Math.ceil((certificate.notAfter.getTime() - certificate.notBefore.getTime()) / 86_400_000);
  const changes = await issuePlanned(host, {
    choice: 'certificates',
    service: database.service,
    place,
    why: `It was made in ${PREFIX}, where PostgreSQL does not look`,
    facts: { hostname, altNames, keyBits, days },
    affects: [{ service: database.service.id, action: await database.service.renewal(host) }],
    locally: false,
    keyFrom: { kind: 'kept', path: key.path, hash: key.hash },
  });
  const signer = { kind: 'given', pem: file.bytes.toString('latin1'), issuer: certificate.issuer } as const;
  return changes.map((change) => (change.kind === 'certificate' ? { ...change, signer } : change));
}
