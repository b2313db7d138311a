import { type GeneratedBits, type GroupName, generatedBits, groupNames } from '../tls/dh/groups.ts';
import { judgeDh } from '../tls/dh/judge.ts';
import type { DhAnswer } from './answers.ts';

/** What may be answered, for messages. */
export const dhAnswerWords = `${groupNames.join(', ')}, ${generatedBits.map((bits) => `generate:${bits}`).join(', ')}, the absolute path of a file, or built-in`;

type ReadDhAnswer =
  | { readonly answer: DhAnswer }
  /** Why, where it is more than a word that is not known. */
  | { readonly answer?: undefined; readonly why: string };

/** Reads an answer for `dhe.parameters`. A group that anybody can break is no answer, whatever the manual's example says. */
export function readDhAnswer(text: string): ReadDhAnswer {
  if (text === 'built-in' || isGroup(text)) return { answer: text };
  if (text.startsWith('/')) return { answer: text as `/${string}` };
  const [, digits] = /^generate:(\d+)$/.exec(text) ?? [];
  if (digits === undefined) return { why: '' };
  const bits = Number(digits);
  if (isGenerated(bits)) return { answer: `generate:${bits}` };
  const { why } = judgeDh(bits);
  return { why: why === '' ? 'openssl takes hours for more, and other lengths have no use' : why };
}

/** The bits of `generate:3072`; undefined for another answer. */
export function bitsToGenerate(answer: DhAnswer): GeneratedBits | undefined {
  return generatedBits.find((bits) => answer === `generate:${bits}`);
}

export function isGroup(text: string): text is GroupName {
  return (groupNames as readonly string[]).includes(text);
}

function isGenerated(bits: number): bits is GeneratedBits {
  return (generatedBits as readonly number[]).includes(bits);
}
