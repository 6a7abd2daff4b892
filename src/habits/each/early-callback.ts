import type { Habit } from '../habit.js';

export const earlyCallback: Habit = {
  name: 'early-callback',
  does: 'It is done, and calls back, before it answers the job POST.',
  shows: 'callback',
  changes: 'its callbacks',
  make: () => ({
    workMs: () => 0,
    calls: (calls) => calls.filter(({ says }) => says === 'end').map((call) => ({ ...call, beforeAnswer: true })),
  }),
};
