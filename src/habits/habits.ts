import type { Habit } from './habit.js';

/** Every way of being bad that there is. */
export const habits: readonly Habit[] = [];
