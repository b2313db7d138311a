import { systemMessage } from '../host/errno.ts';
import type { Host } from '../host/host.ts';
import { type Complaint, type Diagnosis, diagnose, listSymptoms } from '../operations/diagnose.ts';
import { isFail } from '../operations/examine.ts';
import { type Fix, planFix, withProof } from '../operations/fix.ts';
import { requireMomentum } from '../operations/survey.ts';
import { thisSession } from '../operations/this-session.ts';
import { diagnosisJson, diagnosisText } from '../report/examination.ts';
import { carryOut } from './carry-out.ts';
import type { Command } from './command.ts';
import { aside, type Context, lookAt, print, printJson } from './context.ts';
import { writeBundle } from './doctor-bundle.ts';
import { logPieces } from './log-pieces.ts';
import { UsageError } from './options.ts';
import { symptomNamed } from './symptom-named.ts';

export const doctor: Command = {
  name: 'doctor',
  args: '',
  what: 'looks for what is wrong here, and why; exit 2 where something fails',
  options: {
    list: { type: 'boolean', what: 'every fault that is known' },
    symptom: { type: 'string', value: 'ID', what: 'look for this one alone' },
    message: { type: 'string', value: 'TEXT', what: 'look for what prints this' },
    log: { type: 'string', value: 'FILE', what: 'look for what a log tells of, - for standard input' },
    bundle: { type: 'string', value: 'FILE', what: 'write what a colleague needs into a new file, without passwords' },
    fix: { type: 'boolean', what: 'put right what can be, after a preview' },
    'before-install': { type: 'boolean', what: 'look at what breaks an installation, before there is one' },
  },
  async run(context) {
    const { values } = context.options;
    if (values.list === true) return list(context);
    const complaint = complaintOf(context);
    const { bundle } = values;
    if (bundle !== undefined && values.fix === true) throw new UsageError('doctor: give one of --bundle and --fix');
    if (values.fix === true) return fix(context, complaint);
    const diagnosis = await look(context, lookAt(context), complaint);
    const written =
      typeof bundle === 'string' ? { file: bundle, leftOut: await writeBundle(context, bundle, diagnosis) } : undefined;
    if (context.json) printJson(context, diagnosisJson(diagnosis, written));
    else print(context, diagnosisText(diagnosis, values.verbose === true));
    if (written !== undefined) {
      const { file, leftOut } = written;
      aside(
        context,
        `Written to ${file}, without passwords and keys; ${leftOut.length} files are named in it and left out. Look through it before you give it away`,
      );
    }
    return diagnosis.examination.findings.some(isFail) ? 2 : 0;
  },
};

async function look(context: Context, host: Host, complaint: Complaint): Promise<Diagnosis> {
  if (complaint.beforeInstall !== true) await requireMomentum(host);
  try {
    return await diagnose(host, complaint);
  } catch (error) {
    const { log } = context.options.values;
    if (typeof log === 'string' && error instanceof Error && 'syscall' in error)
      throw new UsageError(`--log ${log}: ${systemMessage(error)}`);
    throw error;
  }
}

function list(context: Context): number {
  const rows = listSymptoms();
  if (context.json)
    printJson(
      context,
      rows.map(({ id, title, checkable }) => ({ id, title, checkable })),
    );
  else
    print(
      context,
      rows.map(({ id, title, checkable }) => `${id}\n    ${title}${checkable ? '' : ' (what to do, no check)'}`).join('\n'),
    );
  return 0;
}

function complaintOf({ options: { values }, stdin }: Context): Complaint {
  const { symptom, message, log } = values;
  const given = [symptom, message, log, values['before-install']].filter((value) => value !== undefined);
  if (given.length > 1) throw new UsageError('doctor: give one of --symptom, --message, --log and --before-install');
  if (typeof symptom === 'string') return { symptom: symptomNamed('doctor --symptom', symptom) };
  if (typeof message === 'string') {
    if (message.trim() === '') throw new UsageError('--message: expected the text of a message, got nothing');
    return { text: [message] };
  }
  if (typeof log === 'string') return { text: logPieces(log, stdin) };
  return { beforeInstall: values['before-install'] === true };
}

async function fix(context: Context, complaint: Complaint): Promise<number> {
  let planned: Fix | undefined;
  return carryOut(context, {
    doing: 'doctor --fix',
    plan: async (host) => {
      const { examination } = await look(context, host, complaint);
      planned = await planFix(host, examination, { fix: true, withServices: context.withServices, session: thisSession() });
      return planned.work;
    },
    question: 'Apply these changes?',
    afterwards: async (result) => (planned === undefined ? result : withProof(lookAt(context), planned, result)),
  });
}
