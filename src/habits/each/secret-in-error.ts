import type { Habit } from '../habit.js';

export const secretInError: Habit = {
  name: 'secret-in-error',
  does: 'Every order fails, and the error repeats its auth headers and its callback secret.',
  shows: 'both',
  changes: 'the result',
  make: () => ({
    ending: (_ending, { side: { authHeaders, callbackSecret } }) => {
      const headers = Object.entries({ ...authHeaders, 'x-callback-secret': callbackSecret ?? '' });
      const shown = headers.map(([name, value]) => `${name}: ${value}`).join(', ');
      return { ok: false, error: { code: 'denied', message: `Upstream said 403 to a request with ${shown}` } };
    },
  }),
};
