import { InterruptedError, type Prompter } from '../../../steps/plain/prompter.ts';

/** Answers from a list; what was said and asked is kept. At the end of the list it is Ctrl-C. */
export function scriptedPrompter(
  answers: readonly string[],
): Prompter & { readonly said: string[]; readonly text: () => string } {
  const waiting = [...answers];
  const said: string[] = [];
  return {
    said,
    text: () => said.join('\n'),
    say: (lines) => said.push(...lines),
    async ask(prompt) {
      const answer = waiting.shift();
      if (answer === undefined) throw new InterruptedError();
      said.push(`${prompt}${answer}`);
      return answer;
    },
    async askHidden(prompt) {
      const answer = waiting.shift();
      if (answer === undefined) throw new InterruptedError();
      said.push(prompt);
      return answer;
    },
    onInterrupt: () => () => undefined,
    close: () => undefined,
  };
}
