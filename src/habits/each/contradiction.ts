import type { Habit } from '../habit.js';

export const contradiction: Habit = {
  name: 'contradiction',
  does: 'Its status says failed, its callback says completed, and comes when twice the time of the work is over.',
  shows: 'both',
  changes: 'the result',
  make: () => ({
    calls: (calls) => calls.map((call) => (call.says === 'end' ? { ...call, afterMs: call.afterMs * 2 } : call)),
    ending: (ending, { by }) =>
      ending.ok && by === 'check'
        ? { ok: false, error: { code: 'contradiction', message: 'It failed, whatever the callback says.' } }
        : undefined,
  }),
};
