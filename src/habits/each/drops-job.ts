import type { Habit } from '../habit.js';

export const dropsJob: Habit = {
  name: 'drops-job',
  does: 'The first POST of each order is read to its end, then the connection is cut and the job forgotten.',
  shows: 'both',
  changes: 'what it takes in',
  make: () => ({
    refuses: ({ kind, nth }) =>
      kind === 'job' && nth === 1 ? { status: 503, headers: {}, body: Buffer.alloc(0), instead: 'cut' } : undefined,
  }),
};
