import { refusal } from '../answer.js';
import type { Habit } from '../habit.js';

const STARTING = 3;

export const notFoundFirst: Habit = {
  name: '404-first',
  does: 'The first three times that it is sent an order, or asked about it, the answer is 404, as of a platform that is still starting.',
  shows: 'both',
  changes: 'what it takes in',
  make: () => ({
    refuses: ({ nth }) =>
      nth <= STARTING ? refusal(404, 'not_registered', 'This webhook is not registered.') : undefined,
  }),
};
