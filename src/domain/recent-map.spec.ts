import { describe, expect, it } from '@jest/globals';
import { RecentMap } from './recent-map.js';

describe('a map of what was touched lately', () => {
  it('forgets what nobody touched for as long as it keeps things', () => {
    const map = new RecentMap<number>(1_000);
    map.set('a', 1, 0);
    map.set('b', 2, 600);
    map.set('a', 3, 700);
    map.set('c', 4, 1_650);
    expect([map.get('a'), map.get('b'), map.get('c'), map.values()]).toEqual([3, undefined, 4, [3, 4]]);
  });

  it('forgets what was untouched longest where there is too much', () => {
    const map = new RecentMap<number>(1_000, 2);
    for (const [i, key] of ['a', 'b', 'a', 'c'].entries()) map.set(key, i, 0);
    expect([map.size, map.get('a'), map.get('b'), map.get('c')]).toEqual([2, 2, undefined, 3]);
    map.delete('a');
    expect([map.size, map.get('a')]).toEqual([1, undefined]);
  });
});
