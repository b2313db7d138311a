import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { breakSandbox, prepareSandbox } from '../operations/break-sandbox.ts';
import { createSandbox, removeSandbox } from '../sandbox/index.ts';
import type { Command } from './command.ts';
import { aside, print, printJson } from './context.ts';
import { UsageError } from './options.ts';
import { symptomNamed } from './symptom-named.ts';

export const sandbox: Command = {
  name: 'sandbox',
  args: '[DIR]',
  what: 'makes a Momentum tree to try things in, by default below /var/tmp',
  options: {
    momentum: { type: 'string', value: 'VERSION', what: '3.6.6 by default' },
    'with-servers': { type: 'boolean', what: 'with a real PostgreSQL and a real Apache, running' },
    broken: { type: 'string', value: 'ID', what: 'with exactly this fault; doctor --list names them' },
    remove: { type: 'boolean', what: 'stops its servers and deletes it' },
  },
  async run(context) {
    const { values, positionals } = context.options;
    if (values.remove === true) {
      if (positionals[0] === undefined) throw new UsageError('sandbox --remove: expected the directory of a sandbox');
      await removeSandbox(resolve(positionals[0]));
      if (context.json) printJson(context, { removed: resolve(positionals[0]) });
      else print(context, `Removed ${resolve(positionals[0])}`);
      return 0;
    }
    const directory = positionals[0] === undefined ? freshSandboxDirectory() : resolve(positionals[0]);
    const symptom = typeof values.broken === 'string' ? symptomNamed('sandbox --broken', values.broken) : undefined;
    const fault = symptom?.faults[0];
    if (symptom !== undefined && fault === undefined)
      throw new UsageError(
        `sandbox --broken: ${symptom.id} cannot be made in a sandbox, only looked up: doctor --symptom ${symptom.id}`,
      );
    const momentum = typeof values.momentum === 'string' ? values.momentum : fault?.momentum;
    const report = await createSandbox({
      directory,
      withServers: values['with-servers'] === true || fault?.servers === true,
      onProgress: (what: string) => aside(context, what),
      ...(momentum === undefined ? {} : { momentum }),
    });
    if (fault !== undefined) {
      try {
        await prepareSandbox(report.directory, fault);
        await breakSandbox(report.directory, fault);
      } catch (error) {
        // Half a fault would teach nobody anything.
        await removeSandbox(report.directory);
        throw error;
      }
    }
    if (context.json) printJson(context, fault === undefined ? report : { ...report, broken: symptom?.id });
    else
      print(
        context,
        [
          `A Momentum ${report.momentum} tree is in ${report.directory}`,
          ...(fault === undefined ? [] : [`Its fault (${symptom?.id}): ${fault.what}`]),
          ...report.notes,
          `Try it: momentum-secure --root ${report.directory}`,
          `Remove it: momentum-secure sandbox ${report.directory} --remove`,
        ].join('\n'),
      );
    return 0;
  },
};

/** A name below /var/tmp that is not there yet: unlike /tmp it survives a reboot, and the accounts can get to it. */
export function freshSandboxDirectory(): string {
  return `/var/tmp/momentum-sandbox-${randomBytes(4).toString('hex')}`;
}
