import type { Habit } from '../habit.js';

export const expiredTls: Habit = {
  name: 'expired-tls',
  does: 'Its certificate has expired.',
  shows: 'both',
  changes: 'TLS',
  make: () => ({ expired: true }),
};
