/** A version as far as it is known: of Momentum, PostgreSQL or Apache: `3.6.6`, `4.1.0.2`, or only `15`. */
export class Version {
  readonly parts: readonly number[];
  readonly text: string;
  constructor(text: string) {
    this.text = text;
    this.parts = text.split('.').map(Number);
  }

  get major(): number {
    return this.parts[0] ?? 0;
  }

  /** Is it `other` or newer? Missing parts count as 0. */
  atLeast(other: string): boolean {
    const theirs = other.split('.').map(Number);
    for (let index = 0; index < Math.max(theirs.length, this.parts.length); index += 1) {
      const difference = (this.parts[index] ?? 0) - (theirs[index] ?? 0);
      if (difference !== 0) return difference > 0;
    }
    return true;
  }
}

/** The first dotted version number in what a program or a package database says, or a text that is only a number (PG_VERSION). */
export function parseVersion(text: string): Version | undefined {
  const found = /\b\d+(?:\.\d+){1,4}/.exec(text) ?? /^\s*\d+\s*$/.exec(text);
  return found === null ? undefined : new Version(found[0].trim());
}
