import { refusal } from '../answer.js';
import type { Habit } from '../habit.js';

const REFUSED = 2;

export const rateLimits: Habit = {
  name: 'rate-limits',
  does: 'The first two times that it is sent an order, or asked about it, the answer is 429 with Retry-After: 30.',
  shows: 'both',
  changes: 'what it takes in',
  make: () => ({
    refuses: ({ nth }) =>
      nth <= REFUSED ? refusal(429, 'too_many', 'Too many requests.', { 'retry-after': '30' }) : undefined,
  }),
};
