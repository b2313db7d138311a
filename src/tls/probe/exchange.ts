import { Conversation } from './conversation.ts';
import { type Connect, type Endpoint, excerpt, type Failure } from './endpoint.ts';
import { reach } from './reach.ts';

/**
 * What came back on one hello. `unasked`: it could not be sent; `silence`: the connection was closed
 * without a word; `broken`: closed in the middle of an answer.
 */
export type Reaction<T> =
  | { readonly kind: 'answer'; readonly value: T /** The first bytes of it, for a sentence. */; readonly start: string }
  | { readonly kind: 'unasked'; readonly failure: Failure }
  | { readonly kind: 'timeout' | 'silence' | 'broken'; readonly detail: string };

/** Sends `hello` on a connection of its own and reads until `parse` is content. Never rejects. */
export async function exchange<T>(
  connect: Connect,
  endpoint: Endpoint,
  hello: Buffer,
  parse: (bytes: Buffer) => T | undefined,
  timeoutMs: number,
): Promise<Reaction<T>> {
  const reached = await reach(connect, endpoint, timeoutMs);
  if (!(reached instanceof Conversation)) return { kind: 'unasked', failure: reached };
  try {
    reached.write(hello);
    const answer = await reached.read((bytes) => {
      const value = parse(bytes);
      return value === undefined ? undefined : { value: { value, start: excerpt(bytes) }, length: bytes.length };
    }, timeoutMs);
    if (answer.end === 'value') return { kind: 'answer', ...answer.value };
    if (answer.end === 'timeout') return { kind: 'timeout', detail: `no answer to the hello within ${timeoutMs} ms` };
    // Half an answer proves less than none.
    if (answer.received.length > 0) return { kind: 'broken', detail: `${answer.why} in the middle of its answer` };
    return { kind: 'silence', detail: `${answer.why} after the hello` };
  } finally {
    reached.destroy();
  }
}
