import type { Habit } from '../habit.js';

export const badBase64: Habit = {
  name: 'bad-base64',
  does: 'The file of its result is not base64.',
  shows: 'both',
  changes: 'the result',
  make: () => ({
    ending: ({ ok }) =>
      ok
        ? { ok, fields: { output_type: 'file', filename: 'dot.png', file_base64: '<Buffer 89 50 4e 47>' } }
        : undefined,
  }),
};
