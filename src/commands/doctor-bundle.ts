import { bundleFiles, type LeftOut } from '../operations/bundle-files.ts';
import type { Diagnosis } from '../operations/diagnose.ts';
import { listHistory } from '../operations/history.ts';
import { mailServerPolicy } from '../operations/mail-server-policy.ts';
import { redact } from '../operations/redact.ts';
import { survey } from '../operations/survey.ts';
import { verifyAll } from '../operations/verify-all.ts';
import { bundleMarkdown } from '../report/bundle.ts';
import { diagnosisText } from '../report/examination.ts';
import { historyText } from '../report/history.ts';
import { statusText } from '../report/status.ts';
import { verificationText } from '../report/verification.ts';
import { version } from '../version.ts';
import { type Context, lookAt } from './context.ts';
import { createFileFor } from './private-file.ts';

/** Nobody knows how wide it will be read. */
const WIDTH = 120;

/** Writes what a colleague needs into one new file of the operator's own; resolves to what was left out. */
export async function writeBundle(context: Context, file: string, diagnosis: Diagnosis): Promise<readonly LeftOut[]> {
  const { withServices, mask } = context;
  const { momentum } = diagnosis.examination;
  const safe = (text: string) => redact(mask(text), 'sentences');
  // A host that is broken is what this is for: a part that cannot be made says why, and the others are there.
  const part = async (title: string, make: () => Promise<string>) => {
    const text = await make().catch(
      (error: unknown) => `It could not be made: ${error instanceof Error ? error.message : error}`,
    );
    return { title, text: safe(text) };
  };
  const host = lookAt(context);
  const { files, leftOut } = await bundleFiles(host);
  const parts = [
    await part('What was found', async () => diagnosisText(diagnosis, true)),
    await part('Status', async () => statusText(await survey(host), await mailServerPolicy(host, withServices))),
    await part('Verification', async () => verificationText(await verifyAll(host, withServices), WIDTH)),
    await part('History', async () => historyText(await listHistory(host))),
  ];
  const text = bundleMarkdown({
    program: version,
    at: host.now().toISOString(),
    momentum: { version: momentum.version?.text, roles: momentum.roles },
    parts,
    files: files.map((one) => ({ ...one, text: mask(one.text) })),
    leftOut: leftOut.map((one) => ({ ...one, why: safe(one.why) })),
  });
  await createFileFor(file, text, '--bundle');
  return leftOut;
}
