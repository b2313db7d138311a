/** The little of DER (ITU-T X.690) that DH parameters need: a SEQUENCE of INTEGERs. */

const sequenceTag = 0x30;
const integerTag = 0x02;

/** A SEQUENCE of the given unsigned numbers, each big-endian bytes. */
export function encodeIntegers(numbers: readonly Buffer[]): Buffer {
  return encode(sequenceTag, Buffer.concat(numbers.map((number) => encode(integerTag, unsigned(number)))));
}

/** The shortest form, with a zero before a top bit that would make it negative. */
function unsigned(number: Buffer): Buffer {
  const start = number.findIndex((byte) => byte !== 0);
  const bytes = start < 0 ? Buffer.from([0]) : number.subarray(start);
  return (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}

function encode(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

/**
 * The numbers of one SEQUENCE, without leading zeros. What follows the INTEGERs within it is left aside.
 * Undefined for anything else: cut off, longer than its file, a negative number. Never throws.
 */
export function decodeIntegers(der: Buffer): readonly Buffer[] | undefined {
  const sequence = decode(der, sequenceTag);
  if (sequence === undefined || sequence.rest.length > 0) return undefined;
  const numbers: Buffer[] = [];
  let left = sequence.content;
  while (left[0] === integerTag) {
    const integer = decode(left, integerTag);
    if (integer === undefined || integer.content.length === 0 || (integer.content[0] ?? 0) & 0x80) return undefined;
    const start = integer.content.findIndex((byte) => byte !== 0);
    numbers.push(start < 0 ? Buffer.alloc(0) : integer.content.subarray(start));
    left = integer.rest;
  }
  return numbers;
}

function decode(bytes: Buffer, tag: number): { readonly content: Buffer; readonly rest: Buffer } | undefined {
  const [found, first = 0] = bytes;
  if (found !== tag || bytes.length < 2) return undefined;
  const sizeOfLength = first < 0x80 ? 0 : first - 0x80;
  // 0x80 is the indefinite form, which DER does not have; four bytes of length are none of ours.
  if (first === 0x80 || sizeOfLength > 3 || bytes.length < 2 + sizeOfLength) return undefined;
  const length = sizeOfLength === 0 ? first : bytes.readUIntBE(2, sizeOfLength);
  const start = 2 + sizeOfLength;
  if (bytes.length < start + length) return undefined;
  return { content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) };
}
