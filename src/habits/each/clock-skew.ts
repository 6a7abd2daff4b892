import type { Habit } from '../habit.js';

const DAY_MS = 24 * 3_600_000;

export const clockSkew: Habit = {
  name: 'clock-skew',
  does: 'Its clock is a day ahead: completed_at, and the Date of its answers.',
  shows: 'both',
  changes: 'its words',
  make: () => ({
    body: (words, { side }) =>
      'completed_at' in words ? { ...words, completed_at: new Date(side.now() + DAY_MS).toISOString() } : undefined,
    answer: (answer, _asked, side) => ({
      ...answer,
      headers: { ...answer.headers, date: new Date(side.now() + DAY_MS).toUTCString() },
    }),
  }),
};
