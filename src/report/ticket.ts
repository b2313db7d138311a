import type { PolicyRow, Ticket } from '../operations/ticket.ts';
import type { FilePreview } from '../plan/preview.ts';
import { summaryLine } from './plan.ts';

/** A report without a form: what Markdown and HTML are made from. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'diff'; readonly file: FilePreview };

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface Document {
  readonly title: string;
  readonly sections: readonly Section[];
}

/** A plan as a change ticket: what a person reads who approves it and has not seen the host. */
export function ticketDocument(ticket: Ticket): Document {
  const { plan, preview } = ticket.work;
  const where = ticket.hostname ?? ticket.root;
  return {
    title: `Change of ${where}: momentum-secure`,
    sections: [
      { title: 'What this is', blocks: summary(ticket) },
      { title: 'Preflight', blocks: findings(ticket) },
      { title: 'Services', blocks: services(ticket) },
      { title: 'Certificates', blocks: certificates(ticket) },
      ...(ticket.policy.length === 0 ? [] : [{ title: 'TLS versions of the mail server', blocks: [policyTable(ticket.policy)] }]),
      {
        title: 'Files',
        blocks: preview.length === 0 ? [text('No file changes.')] : preview.map((file) => ({ kind: 'diff', file })),
      },
      { title: 'To carry it out, and to undo it', blocks: [{ kind: 'list', items: howTo(ticket, plan.changes.length > 0) }] },
    ],
  };
}

function text(words: string): Block {
  return { kind: 'text', text: words };
}

function summary({ root, hostname, momentum, work }: Ticket): readonly Block[] {
  const answers = Object.entries(work.plan.answers).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const rows = [
    ['Host', hostname ?? 'no name found'],
    ['Tree', root],
    ['Momentum', momentum ?? 'version not known'],
    ['Planned at', work.plan.createdAt],
    ['Changes', summaryLine(work.preview)],
  ];
  const asked: Block = { kind: 'table', caption: 'What was answered', head: ['Answer', 'Value'], rows: answers };
  return [{ kind: 'table', caption: 'At a glance', head: ['What', 'Value'], rows }, ...(answers.length === 0 ? [] : [asked])];
}

const WEIGHT = { fail: 0, warn: 1, pass: 2 } as const;
const STATUS = { fail: 'FAIL', warn: 'warning', pass: 'ok' } as const;

function findings({ work }: Ticket): readonly Block[] {
  const all = [...work.plan.findings].sort((one, other) => WEIGHT[one.status] - WEIGHT[other.status]);
  if (all.length === 0) return [text('Nothing was looked at: there is nothing to change.')];
  const rows = all.map(({ status, what, evidence, remedy }) => [
    STATUS[status],
    what,
    status === 'pass' ? '' : [...evidence, ...(remedy?.steps ?? []).map((step) => `To do: ${step}`)].join('\n'),
  ]);
  const failing = all.filter(({ status }) => status === 'fail').length;
  const verdict =
    failing > 0 ? `${failing} of these must be put right first: it is refused until then.` : 'Nothing stands in the way.';
  return [
    text(verdict),
    { kind: 'table', caption: 'What was looked at', head: ['Status', 'What', 'Seen, and what to do'], rows },
  ];
}

function services({ work }: Ticket): readonly Block[] {
  if (work.plan.services.length === 0) return [text('No service takes part.')];
  const rows = work.plan.services.map(({ title, action, interrupts }) => [
    title,
    action === 'none' ? 'left alone' : action,
    interrupts.join('\n'),
  ]);
  return [{ kind: 'table', caption: 'What happens to each service', head: ['Service', 'Action', 'What that interrupts'], rows }];
}

function certificates({ certificates: now, newCertificates }: Ticket): readonly Block[] {
  const blocks: Block[] = [];
  if (newCertificates.length > 0)
    blocks.push({
      kind: 'table',
      caption: 'To be issued; keys are made when it is applied and never shown',
      head: ['Service', 'File', 'Names', 'Key', 'Days'],
      rows: newCertificates.map(({ service, path, hostname, altNames, keyBits, days }) => [
        service,
        path,
        [hostname, ...altNames].join(', '),
        `RSA ${keyBits}`,
        String(days),
      ]),
    });
  if (now.length > 0)
    blocks.push({
      kind: 'table',
      caption: 'In use before it',
      head: ['Service', 'File', 'Issued to', 'Good until'],
      rows: now.map(({ service, path, subject, until }) => [service, path, subject, until]),
    });
  return blocks.length === 0 ? [text('No certificate is in use, and none is issued.')] : blocks;
}

function policyTable(rows: readonly PolicyRow[]): Block {
  return {
    kind: 'table',
    caption: 'By the files; what the sockets really speak, verify tells',
    head: ['Scopes', 'Before', 'After', 'Decided by'],
    rows: rows.map(({ scopes, before, after, decidedBy }) => [
      scopes.join('\n'),
      before,
      after === before ? 'the same' : after,
      decidedBy,
    ]),
  };
}

function howTo({ root }: Ticket, changes: boolean): readonly string[] {
  const at = root === '/' ? '' : ` --root ${root}`;
  if (!changes) return ['There is nothing to carry out.'];
  return [
    `momentum-secure apply PLAN${at}, with the file that plan --out wrote: exactly this, or nothing where the host is not as it was`,
    'It happens whole or not at all; if a service does not come back, everything is put back',
    `momentum-secure rollback${at} puts back what stood before, byte for byte`,
  ];
}
