const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 };

/** Bytes of a memory setting of PostgreSQL: `32MB`; a number alone counts blocks of `block` bytes. Undefined for anything else. */
export function memoryBytes(value: string, block: number): number | undefined {
  const [, number, unit = ''] = /^\s*(\d+)\s*([kMGT]?B)?\s*$/i.exec(value) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  if (number === undefined || factor === undefined) return undefined;
  return Number(number) * (unit === '' ? block : factor);
}
