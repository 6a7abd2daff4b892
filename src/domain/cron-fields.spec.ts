import { describe, expect, it } from '@jest/globals';
import { readCron } from './cron-fields.js';

const plain = (text: string) => {
  const read = readCron(text);
  return read.ok ? read.plain : read.problem;
};

describe('a cron expression', () => {
  it.each([
    ['* * * * *', '* * * * *'],
    ['  5\t4   1 1 0  ', '5 4 1 1 0'],
    ['05 04 01 01 00', '5 4 1 1 0'],
    ['*/15 9-17 * * mon-fri', '*/15 9,10,11,12,13,14,15,16,17 * * 1,2,3,4,5'],
    ['0-30/10 2 * JAN,Dec *', '0,10,20,30 2 * 1,12 *'],
    ['0 0 * * 7', '0 0 * * 0'],
    ['0 0 * * 5-7', '0 0 * * 0,5,6'],
    ['0 0 * * sat-sun', '0 0 * * 0,6'],
    ['0 0 * * sun-tue', '0 0 * * 0,1,2'],
    ['0 0 1 */3 *', '0 0 1 */3 *'],
    ['5,3,5,3-4 * * * *', '3,4,5 * * * *'],
    ['1,*/20 * * * *', '*/20,1 * * * *'],
  ])('is read in plain numbers: %s', (text, numbers) => expect(plain(text)).toBe(numbers));

  it.each([
    ['*/1 0 */1 * 1', '* 0 * * 1'],
    ['0 0-23 * * *', '0 * * * *'],
    ['0-59 5 * * *', '* 5 * * *'],
    ['0 0 *,5 * 1', '0 0 * * 1'],
    // A day beside a weekday that was asked for, and every day at that: either.
    ['0 0 1-31 * 1', `0 0 ${Array.from({ length: 31 }, (_, i) => i + 1).join(',')} * 1`],
  ])('that says "all" in another way is read as "*": %s', (text, numbers) => expect(plain(text)).toBe(numbers));
});

describe('a cron expression is refused with a sentence', () => {
  it.each<[string, unknown, RegExp]>([
    ['of no fields', '', /has 0 fields: give five/],
    ['of four fields', '* * * *', /has 4 fields/],
    ['with seconds', '0 * * * * *', /has 6 fields/],
    ['that is a number', 5, /must be a text/],
    ['that is longer than 200', `${'0,'.repeat(96)}0 * * * * `.padEnd(201), /at most 200 characters/],
    ['that is a nickname', '@daily', /write the five fields/],
    ['that is a nickname among fields', '* * * * @weekly', /day of week "@weekly" cannot be read/],
    ['with a step of 0', '*/0 * * * *', /"\*\/0": a step is a number from 1 to 60/],
    ['with a long step', '* */25 * * *', /from 1 to 24/],
    ['with a step over a week', '* * * * */8', /from 1 to 7/],
    ['with a step over a number', '5/15 * * * *', /write 5-59\/15/],
    ['with a range that runs backwards', '30-10 * * * *', /from the lower to the higher/],
    ['with weekdays that run backwards', '* * * * fri-mon', /list two ranges/],
    ['with minute 60', '60 * * * *', /minute "60" cannot be read: use \*, numbers from 0 to 59/],
    ['with hour 24', '0 24 * * *', /hour "24"/],
    ['with day 0', '0 0 0 * *', /day of month "0"/],
    ['with month 13', '0 0 1 13 *', /month "13".*names such as feb/],
    ['with weekday 8', '0 0 * * 8', /day of week "8"/],
    ['with the last day', '0 0 L * *', /day of month "L" cannot be read/],
    ['with the nearest weekday', '0 0 15W * *', /"15W"/],
    ['with the second Friday', '0 0 * * fri#2', /"fri#2"/],
    ['with the last Friday', '0 0 * * 5L', /"5L"/],
    ['with a question mark', '0 0 ? * 1', /"\?"/],
    ['with both days at once', '0 0 1 * +1', /"\+1"/],
    ['with a list that ends early', '1,,2 * * * *', /minute "" cannot/],
    ['with names that run together', '0 0 * janfeb *', /"janfeb"/],
    ['with a star in a range', '*-5 * * * *', /"\*-5"/],
    ['with a minus', '-5 * * * *', /"-5"/],
    ['with a fraction', '1.5 * * * *', /"1.5"/],
    ['with other digits', '٣ * * * *', /minute "\?"/],
    ['with line breaks', '* * *\n* *', /has 4 fields/],
  ])('%s', (_kind, text, says) => {
    const read = readCron(text);
    expect(read).toMatchObject({ ok: false, problem: expect.stringMatching(says) });
    expect(read.ok ? '' : read.problem).toMatch(/\.$/);
  });
});
