import { refusal } from '../answer.js';
import type { Habit } from '../habit.js';

export const forgets: Habit = {
  name: 'forgets',
  does: 'It is asked about an order once, and has forgotten it after that: 404.',
  shows: 'check',
  changes: 'what it takes in',
  make: () => ({
    refuses: ({ kind, nth }) =>
      kind === 'status' && nth > 1 ? refusal(404, 'unknown_order', 'This seller has no such order.') : undefined,
  }),
};
