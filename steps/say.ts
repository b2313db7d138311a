/** An answer of any kind, for a line on a screen. Undefined: it does not apply, or cannot be told. */
export function sayAnswer(answer: unknown): string {
  if (answer === undefined || answer === null) return 'not known';
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  if (Array.isArray(answer)) return answer.length === 0 ? 'none' : answer.map(sayAnswer).join(', ');
  if (typeof answer === 'object') {
    return Object.entries(answer)
      .map(([name, value]) => `${name} ${sayAnswer(value)}`)
      .join(', ');
  }
  return answer === '' ? 'nothing' : String(answer);
}

/** `1 file`, `2 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `312 days left`, `runs out today`, `ran out 3 days ago`. */
export function sayDays(daysLeft: number): string {
  if (daysLeft < 0) return `ran out ${count(-daysLeft, 'day')} ago`;
  return daysLeft === 0 ? 'runs out today' : `${count(daysLeft, 'day')} left`;
}
