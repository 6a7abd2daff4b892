import type { Habit } from '../habit.js';

export const badCharset: Habit = {
  name: 'bad-charset',
  does: 'Its JSON is in Latin-1, with letters that are no UTF-8.',
  shows: 'both',
  changes: 'its words',
  make: () => ({
    body: (words) => Buffer.from(JSON.stringify({ ...words, message: 'Größe geändert' }), 'latin1'),
  }),
};
