import type { Habit } from '../habit.js';

export const redirect: Habit = {
  name: 'redirect',
  does: 'Every request is answered 302 to another host.',
  shows: 'both',
  changes: 'what it takes in',
  make: () => ({
    refuses: ({ path }) => ({
      ...{ status: 302, headers: { location: `https://elsewhere.example${path}` }, body: Buffer.alloc(0) },
    }),
  }),
};
