import type { Habit } from '../habit.js';

export const progressOver100: Habit = {
  name: 'progress-over-100',
  does: 'Its progress is counted from 100 on.',
  shows: 'both',
  changes: 'its words',
  make: () => ({
    body: (words) =>
      typeof words['progress'] === 'number' ? { ...words, progress: 100 + words['progress'] } : undefined,
  }),
};
