import type { Answers } from '../../answers/answers.ts';
import { settingsIn } from '../../config/ecelerity/read.ts';
import { printPath } from '../../config/ecelerity/scope-path.ts';
import { baseName, hostPath } from '../../model/paths.ts';
import type { ManyQuestion } from '../../model/question.ts';
import type { MailServer } from '../../services/ecelerity/ground.ts';
import { versionOption } from '../../services/ecelerity/policy.ts';
import { CHOICE, isSoAlready } from './plan.ts';
import { isBase, targetsOf } from './targets.ts';
import { wantedIn } from './wanted.ts';

/** Which scopes that set other versions of their own are changed along; undefined where there is none. */
export function disagreeingQuestion(server: MailServer, answers: Answers): ManyQuestion | undefined {
  const options = targetsOf(server, { tls: { ...answers.tls, scopes: 'all' } }).flatMap((target) => {
    const { scope, direction } = target;
    const wanted = wantedIn(server, scope, target.answer, target.use);
    if (isBase(scope, direction) || wanted.refused || isSoAlready(server, scope, wanted.value)) return [];
    const own = settingsIn(server.configuration, scope, versionOption(server, scope)).at(-1);
    if (own === undefined) return [];
    const name = printPath(scope.path);
    return [{ value: name, label: name, hint: `${own.value}  ${baseName(hostPath(own.file))}:${own.line}` }];
  });
  if (options.length === 0) return undefined;
  return {
    kind: 'many',
    key: 'tls.scopes',
    choice: CHOICE,
    title: 'Which scopes with a value of their own are changed too?',
    help: [
      'A scope that sets its own versions does not follow what is around it: fixing the global setting alone leaves each of these as it is. Next to each stand its value and the line that sets it.',
      'What is not marked stays as it is, and open where its value is.',
    ],
    options,
    default: options.map(({ value }) => value),
    all: 'all',
    none: 'global',
  };
}
