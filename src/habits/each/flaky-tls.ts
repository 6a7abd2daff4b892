import type { Habit } from '../habit.js';

export const flakyTls: Habit = {
  name: 'flaky-tls',
  does: 'Every second connection, the first one included, is cut before the TLS handshake; each answer closes its own.',
  shows: 'both',
  changes: 'TLS',
  make: () => ({
    cuts: (nth) => nth % 2 === 1,
    answer: (answer) => ({ ...answer, headers: { ...answer.headers, connection: 'close' } }),
  }),
};
