import type { Habit } from '../habit.js';

export const hangs: Habit = {
  name: 'hangs',
  does: 'It takes what it is sent, and never answers.',
  shows: 'both',
  changes: 'its answers',
  make: () => ({ answer: (answer) => ({ ...answer, instead: 'never' }) }),
};
