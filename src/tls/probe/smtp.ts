import type { Parse } from './conversation.ts';

/** A reply of one line or more (RFC 5321 section 4.2). */
export interface SmtpReply {
  readonly code: number;
  /** What stands after the code and its separator. */
  readonly lines: readonly string[];
}

/** `250-text` goes on, `250 text` and a bare `250` end the reply. */
const line = /^([2-5]\d\d)(?:([ -])(.*))?$/;

/** Reads one whole reply; `not-smtp` as soon as a line cannot belong to one. */
export const parseSmtpReply: Parse<SmtpReply | 'not-smtp'> = (bytes) => {
  const text = bytes.toString('latin1');
  const lines: string[] = [];
  let start = 0;
  for (;;) {
    const end = text.indexOf('\n', start);
    // Longer than any line SMTP allows, and no end to it.
    if (end < 0) return text.length - start > 4096 ? { value: 'not-smtp', length: bytes.length } : undefined;
    const [whole, code, separator, rest = ''] = line.exec(text.slice(start, end).replace(/\r$/, '')) ?? [];
    if (whole === undefined) return { value: 'not-smtp', length: bytes.length };
    lines.push(rest);
    start = end + 1;
    if (separator !== '-') return { value: { code: Number(code), lines }, length: start };
  }
};

/** The reply on one line, for a sentence; what does not print as a dot. */
export function textOf(reply: SmtpReply): string {
  return `${reply.code} ${reply.lines.join(' ')}`.replace(/[^\x20-\x7e]/g, '.').slice(0, 200);
}
