import type { Concerns, Fault, Symptom } from '../src/symptoms/symptom.ts';

/** docs/troubleshooting.md as the catalogue has it: a section a fault, and an index by what is seen. */
export function troubleshootingPage(symptoms: readonly Symptom[]): string {
  const sections = symptoms.map(section);
  return `${[HEAD, index(symptoms), ...sections].join('\n\n')}\n`;
}

const HEAD = `# Troubleshooting

<!-- Made from src/symptoms by \`npm run docs\`: change the catalogue, not this page. -->

Paste what you see, and momentum-secure looks whether it is so on this host:

    momentum-secure doctor --message 'CFG-07961 failed to stat ...: Permission denied'
    momentum-secure doctor --log /var/log/ecelerity/paniclog.ec

\`momentum-secure doctor\` alone looks for everything below. \`doctor --symptom ID\` looks for one fault, \`--fix\` puts
right what a program may put right, after the usual preview, and \`rollback\` takes it back; what is done by hand says why.
\`momentum-secure sandbox DIR --broken ID\` makes a tree that has the fault, to try it on.`;

function index(symptoms: readonly Symptom[]): string {
  const rows = symptoms.map(({ id, title }) => `| [\`${id}\`](#${id}) | ${cell(title)} |`);
  return ['| id | fault |', '| --- | --- |', ...rows].join('\n');
}

function section({ id, title, meaning, words, messages, concerns, check, steps, faults, beforeInstall }: Symptom): string {
  const where = [concernsWords(concerns), beforeInstall === true ? 'looked at before an installation too' : ''].filter(Boolean);
  return [
    `## ${id}`,
    `**${title}.** ${meaning}`,
    ...(where.length > 0 ? [`Where: ${where.join('; ')}.`] : []),
    ...(messages.length > 0 ? [`Messages:\n\n${messages.map(({ example }) => quoted(example)).join('\n\n')}`] : []),
    ...(faults.length > 0 ? [`Comes about when:\n\n${faults.map(comesAbout).join('\n')}`] : []),
    ...(check === undefined ? ['There is no check for it: what to do is for a person.'] : []),
    ...(steps.length > 0 ? [steps.map((step, at) => `${at + 1}. ${step}`).join('\n')] : []),
    ...(words.length > 0 ? [`Also looked for as: ${words.join(', ')}.`] : []),
  ].join('\n\n');
}

function comesAbout({ what, byHand }: Fault): string {
  return byHand === undefined ? `- ${what}` : `- ${what} (by hand: ${byHand})`;
}

function concernsWords({ since, before, roles, platform }: Concerns): string {
  return [
    since === undefined ? '' : `from Momentum ${since}`,
    before === undefined ? '' : `before Momentum ${before}`,
    roles === undefined ? '' : `hosts with the role ${roles.join(' or ')}`,
    platform === 'solaris' ? 'Solaris' : platform === 'linux' ? 'Linux' : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** As code, so that no character of a message is taken for Markdown. */
function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
