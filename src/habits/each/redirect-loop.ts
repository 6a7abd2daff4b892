import type { Habit } from '../habit.js';

export const redirectLoop: Habit = {
  name: 'redirect-loop',
  does: 'Its status URL is answered 302 to itself, for ever.',
  shows: 'check',
  changes: 'what it takes in',
  make: () => ({
    refuses: ({ kind, path, nth }) =>
      kind === 'status'
        ? { status: 302, headers: { location: `${path}?again=${nth}` }, body: Buffer.alloc(0) }
        : undefined,
  }),
};
