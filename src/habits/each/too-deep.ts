import type { Habit } from '../habit.js';

const DEPTH = 200;

export const tooDeep: Habit = {
  name: 'too-deep',
  does: 'Its JSON is nested 200 levels deep.',
  shows: 'both',
  changes: 'its words',
  make: () => ({
    body: (words) =>
      Buffer.from(JSON.stringify(words).replace(/}$/, `,"trace":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`)),
  }),
};
