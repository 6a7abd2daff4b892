import type { Habit } from '../habit.js';

const DONE = ['success', 'done', 'COMPLETED'];

export const oddWords: Habit = {
  name: 'odd-words',
  does: 'Its words are those of others: PENDING, success, done, COMPLETED, ERROR.',
  shows: 'both',
  changes: 'its words',
  make: () => ({
    body: (words, { nth }) => {
      if (words['ok'] === false || words['status'] === 'failed') return { ...words, status: 'ERROR' };
      return { ...words, status: words['status'] === 'processing' ? 'PENDING' : DONE[nth % DONE.length] };
    },
  }),
};
