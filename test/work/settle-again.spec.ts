import { expect, it } from '@jest/globals';
import type { Exchange, HttpCall } from '../../src/domain/exchange.js';
import { StatementError } from '../../src/storage/database/statement-error.js';
import type { Tx } from '../../src/storage/database/unit-of-work.js';
import type { WorkRow } from '../../src/storage/entities/work.js';
import type { WorkStore } from '../../src/storage/work-store.js';
import { Attempts } from '../../src/work/attempt.js';
import { Tries } from '../../src/work/tries.js';
import { WORK_KINDS, WorkKinds, type WorkHandler, type WorkKind } from '../../src/work/work-kinds.js';
import { ManualClock } from '../support/manual-clock.js';
import { workRow } from './work-row.js';

const call: HttpCall = {
  ...{ method: 'POST', url: 'https://a.test/o', headers: {}, timeoutMs: 8_000, maxBytes: 10, trust: 'stranger' },
};
const unanswered: Exchange = {
  ...{ kind: 'unanswered', failure: 'timeout', message: '-', sentFully: true, durationMs: 7 },
};
const report = { outcome: 'unconfirmed' as const, changed: true, orderId: 'o', shortId: 't' };
const full = () => new StatementError('COMMIT', Object.assign(new Error('full'), { code: 'SQLITE_FULL' }));

/** One attempt whose settlings end as told, one after the other; the last way stays. */
function attempt(kind: WorkKind, settlings: readonly (() => unknown)[], pauseMs = 5, isHeld = true) {
  const happened = { calls: 0, settled: [] as Exchange[], putBack: 0, finished: 0, broken: [] as unknown[] };
  const handler = (of: WorkKind): WorkHandler => ({
    kind: of,
    prepare: async () => ({ call, context: null }),
    settle: async (_work, _ready, exchange) => {
      const end = settlings[Math.min(happened.settled.push(exchange), settlings.length) - 1];
      end?.();
      return report;
    },
    settlesAborted: () => false,
  });
  const door = { call: async () => (happened.calls++, unanswered) };
  const rows = { reschedule: async () => (happened.putBack++, true), isHeld: async () => isHeld };
  const store = rows as unknown as WorkStore;
  const unit = { run: <T>(act: (tx: Tx) => Promise<T>) => act({} as Tx) };
  const watch = {
    finished: () => void happened.finished++,
    broke: (_work: WorkRow, error: unknown) => void happened.broken.push(error),
  };
  const kinds = new WorkKinds(WORK_KINDS.map(handler));
  const tries = new Tries(door, new ManualClock(), () => 0.5);
  const attempts = new Attempts(kinds, tries, store, unit, new ManualClock(), watch, pauseMs);
  const stopping = new AbortController();
  return { happened, stopping, ended: attempts.run(workRow({ kind }), stopping.signal) };
}

const refuse = () => {
  throw full();
};
const succeed = () => undefined;

it.each(['forward', 'notify'] as const)('what came of a %s is settled again until it is kept', async (kind) => {
  const { happened, ended } = attempt(kind, [refuse, refuse, succeed]);
  await ended;
  expect(happened.settled).toEqual([unanswered, unanswered, unanswered]);
  expect(happened).toMatchObject({ calls: 1, putBack: 0, finished: 1 });
  expect(happened.broken.map(String)).toEqual([expect.stringContaining('SQLITE_FULL'), expect.any(String)]);
});

it('what was kept though nobody could say so, or is with others by now, is not settled again', async () => {
  const { happened, ended } = attempt('notify', [refuse, succeed], 5, false);
  await ended;
  expect(happened).toMatchObject({ calls: 1, settled: [unanswered], putBack: 0, finished: 0 });
});

it('a check is put back: a look is free', async () => {
  const { happened, ended } = attempt('check', [refuse, succeed]);
  await ended;
  expect(happened).toMatchObject({ settled: [unanswered], putBack: 1, finished: 0 });
});

it('a bug in settling is not tried again on the spot', async () => {
  const bug = () => {
    throw new Error('a bug');
  };
  const { happened, ended } = attempt('forward', [refuse, bug]);
  await ended;
  expect(happened).toMatchObject({ putBack: 1, finished: 0 });
  expect(happened.settled).toHaveLength(2);
});

it('a stop ends the waiting with one last try', async () => {
  const { happened, stopping, ended } = attempt('forward', [refuse, succeed], 3_600_000);
  await new Promise((next) => setImmediate(next));
  expect(happened.settled).toHaveLength(1);
  stopping.abort();
  await ended;
  expect(happened).toMatchObject({ putBack: 0, finished: 1 });
});
