import type { Habit } from '../habit.js';

export const duplicateKeys: Habit = {
  name: 'duplicate-keys',
  does: 'Its JSON names a key twice, with different values.',
  shows: 'both',
  changes: 'its words',
  make: () => ({
    body: (words) => Buffer.from(`{"status":"processing","status":"completed",${JSON.stringify(words).slice(1)}`),
  }),
};
