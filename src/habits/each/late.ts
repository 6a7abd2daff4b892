import type { Habit } from '../habit.js';

export const late: Habit = {
  name: 'late',
  does: 'It is done only long after it should have been: 25 hours, or --late seconds.',
  shows: 'both',
  changes: 'its work',
  make: () => ({ workMs: (ms, { lateMs }) => ms + lateMs }),
};
