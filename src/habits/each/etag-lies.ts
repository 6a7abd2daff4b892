import type { Habit } from '../habit.js';

const ETAG = '"always-the-same"';

export const etagLies: Habit = {
  name: 'etag-lies',
  does: 'Its ETag never changes, and is answered 304 for ever, though the order is done.',
  shows: 'check',
  changes: 'its answers',
  make: () => ({
    answer: (answer, { kind, ifNoneMatch }) => {
      if (kind !== 'status' || (answer.status !== 200 && answer.status !== 304)) return undefined;
      if (ifNoneMatch !== null) return { status: 304, headers: { etag: ETAG }, body: Buffer.alloc(0) };
      return { ...answer, headers: { ...answer.headers, etag: ETAG } };
    },
  }),
};
