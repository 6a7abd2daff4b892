import { expect, it } from '@jest/globals';
import type { WorkRow } from '../../src/storage/entities/work.js';
import { Claims } from '../../src/work/engine/claims.js';
import { Lanes, type Appetite } from '../../src/work/engine/lanes.js';
import { Suspects } from '../../src/work/engine/suspects.js';
import type { WorkSource } from '../../src/work/work-source.js';
import { ManualClock } from '../support/manual-clock.js';
import { workRow } from './work-row.js';

/** Claims over a source that answers what the test says; each answer is given once. */
function claimsOver(
  answers: Partial<Record<'takeDue' | 'takeUrgent' | 'takeThese' | 'takeSetAside', WorkRow[][]>>,
  appetite?: Appetite,
) {
  const asked: string[] = [];
  const answer = (what: keyof typeof answers) => async () => {
    asked.push(what);
    return answers[what]?.shift() ?? [];
  };
  const source = {
    ...{ takeDue: answer('takeDue'), takeThese: answer('takeThese'), takeSetAside: answer('takeSetAside') },
    takeUrgent: answer('takeUrgent'),
    giveBack: async (rows: readonly WorkRow[]) => void asked.push(`giveBack ${rows.length}`),
  } as unknown as WorkSource;
  const lanes = new Lanes({ total: 100, perOrigin: 100 }, appetite);
  const jumps = { settle: async () => undefined };
  const parts = { source, clock: new ManualClock(), jumps, random: () => 0.5, quarantined: () => undefined };
  return { asked, lanes, claims: new Claims(parts, lanes, new Suspects(), () => undefined) };
}

const rows = (count: number, more: Partial<WorkRow> = {}) => Array.from({ length: count }, () => workRow(more));

it('rows set aside for a lane that has run dry in the meantime are taken back in the same step', async () => {
  const { asked, lanes, claims } = claimsOver({
    takeDue: [rows(3, { lane: 'x', claim: 2 })],
    takeSetAside: [rows(3, { lane: 'x' })],
  });
  expect(await claims.step()).toBe(true);
  expect(asked).toEqual(['takeDue', 'takeSetAside']);
  expect([lanes.next(), lanes.next(), lanes.next(), lanes.next()].map((row) => row?.lane)).toEqual([
    'x',
    'x',
    'x',
    undefined,
  ]);
  expect(await claims.step()).toBe(false);
});

it('rows set aside of many lanes are taken back side by side, so that a backlog is not taken lane by lane', async () => {
  const aside = ['x', 'y', 'z'].map((lane) => workRow({ lane, claim: 2 }));
  const { asked, lanes, claims } = claimsOver(
    {
      takeDue: [aside],
      takeSetAside: [rows(20, { lane: 'x' }), rows(20, { lane: 'y' }), rows(20, { lane: 'z' })],
    },
    { batch: 100, laneHolds: 40, most: 512 },
  );
  await claims.step();
  expect(asked).toEqual(['takeDue', 'takeSetAside', 'takeSetAside', 'takeSetAside']);
  expect(new Set([lanes.next(), lanes.next(), lanes.next()].map((row) => row?.lane))).toEqual(new Set(['x', 'y', 'z']));
});

it('a process that has all places taken and enough checks besides still takes what somebody waits for, up to as much again', async () => {
  const { asked, lanes, claims } = claimsOver(
    {
      takeDue: [rows(200)],
      takeUrgent: [rows(5, { kind: 'forward', lane: 'b' })],
    },
    { batch: 500, laneHolds: 1_000, most: 5 },
  );
  await claims.step();
  while (lanes.next());
  for (let step = 0; step < 3; step++) await claims.step();
  expect(asked).toEqual(['takeDue', 'takeUrgent']);
  expect(lanes.waiting().filter(({ kind }) => kind === 'forward')).toHaveLength(5);
});

it('news is taken out of turn only while there is a backlog', async () => {
  const { asked, claims } = claimsOver({ takeDue: [rows(500), rows(10)], takeThese: [rows(1)] });
  claims.hear({ kind: 'forward', subject: 'one' });
  expect(await claims.step()).toBe(true);
  expect(asked).toEqual(['takeDue', 'takeThese']);
  claims.hear({ kind: 'forward', subject: 'two' });
  expect(await claims.step()).toBe(false);
  expect(asked).toEqual(['takeDue', 'takeThese', 'takeDue']);
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
    takeDue: [ofOwner(500, now - 60_000), ofOwner(500, now - 60_000), ofOwner(10, now)],
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
    takeDue: [ofOwner(500, now - 1), ofOwner(500, now), ofOwner(500, now + 1), ofOwner(500, now + 2)],
  });
  await claims.step();
  const first = startable(lanes);
  await claims.step();
  await claims.step();
  expect([first, startable(lanes)]).toEqual([33, 17]);
});

it('a limit that was changed holds for rows that are still on their way with the old one', async () => {
  const { lanes, claims } = claimsOver({ takeDue: [rows(5, { lane_limit: 5 })] });
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
  expect(asked).toEqual(['giveBack 2', 'takeDue', 'takeDue']);
});

it('what was taken and has not started is given back, with what could not be settled', async () => {
  const { asked, claims, lanes } = claimsOver({ takeDue: [rows(4)] });
  await claims.step();
  lanes.next();
  claims.strand(workRow({}));
  await claims.release();
  expect(asked).toEqual(['takeDue', 'giveBack 4']);
  expect(lanes.next()).toBeNull();
});
