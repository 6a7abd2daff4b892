import { refusal } from '../answer.js';
import type { Habit } from '../habit.js';

export const flaky5xx: Habit = {
  name: 'flaky-5xx',
  does: 'Every second answer, the first one included, is 503, though what was asked is done.',
  shows: 'both',
  changes: 'its answers',
  make: () => ({
    answer: (_answer, { nth }) => (nth % 2 === 1 ? refusal(503, 'unavailable', 'Try again later.') : undefined),
  }),
};
