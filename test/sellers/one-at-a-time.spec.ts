import { expect, it } from '@jest/globals';
import { OneAtATime } from '../../src/sellers/one-at-a-time.js';
import { ManualClock } from '../support/manual-clock.js';

it('works out one answer at a time, in the order asked, also after one that fails', async () => {
  const answers = new OneAtATime<string>(new ManualClock());
  const said: string[] = [];
  const ask = (key: string) =>
    answers.of(key, async () => {
      said.push(`${key} begins`);
      await new Promise((next) => setImmediate(next));
      said.push(`${key} ends`);
      if (key === 'b') throw new Error('b fails');
      return key;
    });
  const all = await Promise.allSettled([ask('a'), ask('b'), ask('a'), ask('c')]);
  expect(all.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual(['a', 'failed', 'a', 'c']);
  expect(said).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  await expect(ask('b')).rejects.toThrow('b fails');
  expect(said.filter((one) => one === 'b begins')).toHaveLength(2);
});
