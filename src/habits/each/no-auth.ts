import type { Habit } from '../habit.js';

export const noAuth: Habit = {
  name: 'no-auth',
  does: 'It takes requests that do not bear the auth headers.',
  shows: 'both',
  changes: 'what it takes in',
  make: () => ({ admitsAll: true }),
};
