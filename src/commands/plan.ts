import type { LocalHost } from '../host/local.ts';
import type { Finding } from '../model/finding.ts';
import { answersAgain } from '../operations/applied-answers.ts';
import type { PlannedWork } from '../operations/engine.ts';
import { makePlan, NOT_PLANNED } from '../operations/make-plan.ts';
import { savePlan } from '../operations/saved-plan.ts';
import { unfinishedRun } from '../operations/survey.ts';
import { thisSession } from '../operations/this-session.ts';
import { makeTicket } from '../operations/ticket.ts';
import { unkeptFindings } from '../operations/unkept-findings.ts';
import { htmlOf } from '../report/html.ts';
import { markdownOf } from '../report/markdown.ts';
import { planJson, planLines } from '../report/plan.ts';
import { ticketDocument } from '../report/ticket.ts';
import { planAsking, requirePasswordFile } from './ask-secrets.ts';
import type { Command } from './command.ts';
import { aside, type Context, givenAnswers, lookAt, maskedIn, print, printJson } from './context.ts';
import { UsageError } from './options.ts';
import { writeFileFor } from './private-file.ts';

export const plan: Command = {
  name: 'plan',
  args: '',
  what: 'what would change; exit 2 where something would',
  options: {
    fix: { type: 'boolean', what: "with preflight's remedies" },
    again: { type: 'boolean', what: 'with the answers that were applied last, and those given here over them' },
    format: { type: 'string', value: 'FORMAT', what: 'text, json, or a change ticket: markdown, html' },
    out: { type: 'string', value: 'FILE', what: 'saves the plan, for apply FILE' },
  },
  async run(context) {
    const format = formatOf(context);
    const given = await givenAnswers(context);
    const answers = context.options.values.again === true ? await answersAgain(lookAt(context), given) : given;
    requirePasswordFile(context, { ...answers });
    const fix = context.options.values.fix === true;
    const session = thisSession();
    const host = lookAt(context);
    const { withServices, secrets } = context;
    const options = { fix, withServices, session, secrets, goOn: true };
    const planned = await planAsking(context, () => makePlan(host, answers, options));
    const work = withFindings(planned, await inTheWay(lookAt(context), planned));
    const { out } = context.options.values;
    // What could not be planned is an error, whatever else would change.
    const whole = !work.plan.findings.some((finding) => finding.id === NOT_PLANNED);
    if (out !== undefined && whole) await save(context, work, String(out));
    await show(context, format, host, work);
    if (out !== undefined && !whole) aside(context, 'The plan was not saved: not all of it could be planned');
    if (!whole) return 1;
    const failing = work.plan.findings.some((finding) => finding.status === 'fail');
    return work.plan.changes.length > 0 || failing ? 2 : 0;
  },
};

/** What an apply would have to end first; a run that was cut off preflight tells of, where there is something to change. */
async function inTheWay(host: LocalHost, { plan: { changes } }: PlannedWork): Promise<readonly Finding[]> {
  return [...(changes.length > 0 ? [] : await unfinishedRun(host)), ...(await unkeptFindings(host))];
}

function withFindings(work: PlannedWork, more: readonly Finding[]): PlannedWork {
  return { ...work, plan: { ...work.plan, findings: [...more, ...work.plan.findings] } };
}

const FORMATS = ['text', 'json', 'markdown', 'html'] as const;

function formatOf(context: Context): (typeof FORMATS)[number] {
  const { format } = context.options.values;
  const known = FORMATS.find((one) => one === (format ?? (context.json ? 'json' : 'text')));
  if (known === undefined) throw new UsageError(`--format: expected one of ${FORMATS.join(', ')}, got ${String(format)}`);
  if (context.json && known !== 'json') throw new UsageError(`--format ${known}: with --json standard output is a JSON document`);
  return known;
}

async function show(context: Context, format: (typeof FORMATS)[number], host: LocalHost, work: PlannedWork): Promise<void> {
  if (format === 'json') return printJson(context, planJson(work));
  if (format === 'text') return print(context, planLines(work));
  const ticket = ticketDocument(maskedIn(context, await makeTicket(host, work)));
  print(context, [{ whole: format === 'html' ? htmlOf(ticket) : markdownOf(ticket) }]);
}

async function save(context: Context, work: PlannedWork, file: string): Promise<void> {
  const { id, text } = await savePlan(context.root, work, context.secrets);
  await writeFileFor(file, text, '--out');
  const root = context.root === '/' ? '' : ` --root ${context.root}`;
  // What the plan was made with is not in it: without the same again, another password would be taken.
  const password = context.options.values['password-file'];
  const given = `${context.withServices ? '' : ' --no-services'}${password === undefined ? '' : ` --password-file ${String(password)}`}`;
  aside(context, `Saved as plan ${id}. To apply it, once: momentum-secure apply ${file}${root}${given}`);
}
