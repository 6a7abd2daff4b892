import { gzipSync } from 'node:zlib';
import type { Habit } from '../habit.js';

const UNPACKED_BYTES = 64 * 1024 * 1024;
/** Made once, by the first that needs it. */
let bomb: Buffer | undefined;

export const gzipBomb: Habit = {
  name: 'gzip-bomb',
  does: 'Its answers are 64 KiB of gzip that unpack to 64 MiB.',
  shows: 'both',
  changes: 'its answers',
  make: () => ({
    answer: (answer) => {
      bomb ??= gzipSync(Buffer.alloc(UNPACKED_BYTES, ' '), { level: 9 });
      return { ...answer, status: 200, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body: bomb };
    },
  }),
};
