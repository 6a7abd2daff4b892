import { expect, it } from '@jest/globals';
import type { Tx } from '../../src/storage/database/unit-of-work.js';
import type { WorkRow } from '../../src/storage/entities/work.js';
import type { WorkStore } from '../../src/storage/work-store.js';
import { Claims } from '../../src/work/embedded/claims.js';
import { Lanes } from '../../src/work/embedded/lanes.js';
import { ManualClock } from '../support/manual-clock.js';
import { workRow } from './work-row.js';

/** Claims over a store that answers what the test says; each answer is given once. */
function claimsOver(store: Partial<Record<'claimDue' | 'claimThese' | 'claimOverflow', WorkRow[][]>>) {
  const asked: string[] = [];
  const answer = (what: keyof typeof store) => async () => {
    asked.push(what);
    return store[what]?.shift() ?? [];
  };
  const work = {
    ...{ claimDue: answer('claimDue'), claimThese: answer('claimThese'), claimOverflow: answer('claimOverflow') },
    release: async (_tx: Tx, rows: readonly WorkRow[]) => void asked.push(`release ${rows.length}`),
  } as unknown as WorkStore;
  const lanes = new Lanes({ total: 100, perOrigin: 100 });
  const unit = { run: <T>(act: (tx: Tx) => Promise<T>) => act({} as Tx) };
  return {
    asked,
    lanes,
    claims: new Claims(
      { work, unit, clock: new ManualClock(), jumps: { settle: async () => undefined } },
      lanes,
      () => undefined,
    ),
  };
}

const rows = (count: number, more: Partial<WorkRow> = {}) => Array.from({ length: count }, () => workRow(more));

it('rows set aside for a lane that has run dry in the meantime are taken back in the same step', async () => {
  const { asked, lanes, claims } = claimsOver({
    claimDue: [rows(3, { lane: 'x', claim: 2 })],
    claimOverflow: [rows(3, { lane: 'x' })],
  });
  expect(await claims.step()).toBe(true);
  expect(asked).toEqual(['claimDue', 'claimOverflow']);
  expect([lanes.next(), lanes.next(), lanes.next(), lanes.next()].map((row) => row?.lane)).toEqual([
    'x',
    'x',
    'x',
    undefined,
  ]);
  expect(await claims.step()).toBe(false);
});

it('news is taken out of turn only while there is a backlog', async () => {
  const { asked, claims } = claimsOver({ claimDue: [rows(500), rows(10)], claimThese: [rows(1)] });
  claims.hear({ kind: 'forward', subject: 'one' });
  expect(await claims.step()).toBe(true);
  expect(asked).toEqual(['claimDue', 'claimThese']);
  claims.hear({ kind: 'forward', subject: 'two' });
  expect(await claims.step()).toBe(false);
  expect(asked).toEqual(['claimDue', 'claimThese', 'claimDue']);
});

/** What one owner may start of so many rows of its own. */
function startable(lanes: Lanes): number {
  let started = 0;
  while (lanes.next()) started += 1;
  return started;
}
const ofOwner = (count: number, dueAt: number) =>
  Array.from({ length: count }, (_, i) => workRow({ kind: 'poll', lane: `poll:A:https://${i}.test`, due_at: dueAt }));

it('an owner starts a few while a backlog is taken, and the rest once all that was due when it began has been taken', async () => {
  const now = new ManualClock().now();
  const { lanes, claims } = claimsOver({
    claimDue: [ofOwner(500, now - 60_000), ofOwner(500, now - 60_000), ofOwner(10, now)],
  });
  const started: number[] = [];
  for (let step = 0; step < 3; step++) {
    await claims.step();
    started.push(startable(lanes));
  }
  expect(started).toEqual([33, 1, 16]);
});

it('a backlog that never ends bounds an owner anew with each part of it', async () => {
  const now = new ManualClock().now();
  const { lanes, claims } = claimsOver({
    claimDue: [ofOwner(500, now - 1), ofOwner(500, now), ofOwner(500, now + 1), ofOwner(500, now + 2)],
  });
  await claims.step();
  const first = startable(lanes);
  await claims.step();
  await claims.step();
  expect([first, startable(lanes)]).toEqual([33, 17]);
});

it('a limit that was changed holds for rows that are still on their way with the old one', async () => {
  const { lanes, claims } = claimsOver({ claimDue: [rows(5, { lane_limit: 5 })] });
  const step = claims.step();
  claims.retarget({ lane: 'a', limit: 2, origins: {} });
  await step;
  await claims.step();
  expect([lanes.next(), lanes.next(), lanes.next()].filter((row) => row !== null)).toHaveLength(2);
});

it('what could not be settled is given back before anything else is taken, and kept until that succeeds', async () => {
  const { asked, claims } = claimsOver({});
  claims.strand(workRow({}));
  claims.strand(workRow({}));
  await claims.step();
  await claims.step();
  expect(asked).toEqual(['release 2', 'claimDue', 'claimDue']);
});

it('what was taken and has not started is given back, with what could not be settled', async () => {
  const { asked, claims, lanes } = claimsOver({ claimDue: [rows(4)] });
  await claims.step();
  lanes.next();
  claims.strand(workRow({}));
  await claims.release();
  expect(asked).toEqual(['claimDue', 'release 4']);
  expect(lanes.next()).toBeNull();
});
