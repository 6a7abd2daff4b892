import type { Habit } from '../habit.js';

const PIECE = Buffer.alloc(256 * 1024, ' ');
const PIECES = 257;

function* flood(): Generator<Buffer> {
  for (let n = 0; n < PIECES; n++) yield PIECE;
}

export const huge: Habit = {
  name: 'huge',
  does: 'Its answers are larger than the 64 MiB that anybody reads.',
  shows: 'both',
  changes: 'its answers',
  make: () => ({
    answer: (answer) => ({ ...answer, status: 200, body: flood }),
  }),
};
