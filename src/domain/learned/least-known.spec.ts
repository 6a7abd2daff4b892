import { expect, it } from '@jest/globals';
import { HALF_LIFE_MS } from './duration-sketch.js';
import { leastKnown } from './least-known.js';

it('the class of the fewest durations is the least known, and old ones count for less', () => {
  const now = 10 * HALF_LIFE_MS;
  const classes = [
    { name: 'often', samples: 200, updated_at: now - HALF_LIFE_MS },
    { name: 'just begun', samples: 2, updated_at: now },
    { name: 'long ago', samples: 100, updated_at: 0 },
    { name: 'once', samples: 1, updated_at: now },
    { name: 'begun before', samples: 2, updated_at: now - 1 },
  ];
  const names = leastKnown(classes, now).map(({ name }) => name);
  expect(names).toEqual(['long ago', 'once', 'begun before', 'just begun', 'often']);
});
