import { gzipSync } from 'node:zlib';
import type { Habit } from '../habit.js';

export const gzipAnyway: Habit = {
  name: 'gzip-anyway',
  does: 'Its answers are gzipped, though plain ones were asked for.',
  shows: 'both',
  changes: 'its answers',
  make: () => ({
    answer: (answer) =>
      Buffer.isBuffer(answer.body) && answer.status !== 304
        ? { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body: gzipSync(answer.body) }
        : undefined,
  }),
};
