import type { Habit } from '../habit.js';

export const emptyBody: Habit = {
  name: 'empty-body',
  does: 'It says nothing: each body is empty.',
  shows: 'both',
  changes: 'its words',
  make: () => ({ body: () => Buffer.alloc(0) }),
};
