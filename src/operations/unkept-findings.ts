import { isOverdue, readUnkept } from '../apply/unkept.ts';
import type { Host } from '../host/host.ts';
import type { Finding } from '../model/finding.ts';

/** What waits to be kept, should have been put back, or could not be. */
export async function unkeptFindings(host: Host): Promise<readonly Finding[]> {
  const unkept = await readUnkept(host).catch(() => undefined);
  if (unkept === undefined) return [];
  const { id, deadline, failed, seconds } = unkept;
  const one = { id: 'not-kept', evidence: [`until ${deadline}`] };
  const both = [`momentum-secure keep leaves it as it is, momentum-secure rollback ${id} puts it back`];
  if (failed !== undefined)
    return [
      {
        ...one,
        status: 'fail',
        what: `${id} was not kept within ${seconds} s, and could not be put back: ${failed}`,
        remedy: { steps: both },
      },
    ];
  if (isOverdue(unkept, host.now()))
    return [
      {
        ...one,
        status: 'fail',
        what: `${id} was not kept within ${seconds} s, and is still to be put back`,
        remedy: { steps: [...both, 'The next command that writes puts it back first'] },
      },
    ];
  return [{ ...one, status: 'warn', what: `${id} is put back at ${deadline} unless it is kept`, remedy: { steps: both } }];
}
