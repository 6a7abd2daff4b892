import type { Habit } from '../habit.js';

export const twiceIsTwo: Habit = {
  name: 'twice-is-two',
  does: 'The same order sent twice is two jobs, each with a result of its own.',
  shows: 'both',
  changes: 'what it takes in',
  make: () => ({
    beginsAgain: true,
    ending: (ending, { job }) =>
      ending.ok && job.nth > 1
        ? { ok: true, fields: { output_type: 'text', result_text: `Made by job number ${job.nth}` } }
        : undefined,
  }),
};
