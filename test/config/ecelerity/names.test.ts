import { expect, test } from 'vitest';
import { Names } from '../../../src/config/ecelerity/names.ts';

test('a name has one number, whatever its case, among any number of names', () => {
  const names = new Names();
  const numbers = Array.from({ length: 5000 }, (_, index) => names.of(`Some_Option${index}`));
  expect(new Set(numbers).size).toBe(5000);
  for (const [index, number] of numbers.entries()) {
    expect(names.of(`SOME_option${index}`)).toBe(number);
    expect(names.text(number)).toBe(`some_option${index}`);
  }
  expect(names.find('some_OPTION77')).toBe(numbers[77]);
});

test('a name that was not there is found once it is', () => {
  const names = new Names();
  expect(names.find('later')).toBeUndefined();
  expect(names.find('later')).toBeUndefined();
  const number = names.of('Later');
  expect(names.find('later')).toBe(number);
});
