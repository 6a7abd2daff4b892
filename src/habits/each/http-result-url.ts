import type { Habit } from '../habit.js';

export const httpResultUrl: Habit = {
  name: 'http-result-url',
  does: 'Its result stands at an http: URL.',
  shows: 'both',
  changes: 'the result',
  make: () => ({
    ending: ({ ok }) =>
      ok ? { ok, fields: { output_type: 'url', result_url: 'http://files.example/result.png' } } : undefined,
  }),
};
