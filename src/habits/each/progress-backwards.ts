import type { Habit } from '../habit.js';

export const progressBackwards: Habit = {
  name: 'progress-backwards',
  does: 'Its progress falls while it works.',
  shows: 'both',
  changes: 'its words',
  make: () => ({
    body: (words) =>
      typeof words['progress'] === 'number' ? { ...words, progress: 100 - words['progress'] } : undefined,
  }),
};
