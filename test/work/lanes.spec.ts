import { describe, expect, it } from '@jest/globals';
import type { WorkRow } from '../../src/storage/entities/work.js';
import { Lanes, WHATEVER_IS_DUE } from '../../src/work/engine/lanes.js';
import { workRow } from './work-row.js';

const wide = { total: 1_000, perOrigin: 1_000 };
const add = (lanes: Lanes, ...rows: Partial<WorkRow>[]) => rows.map(workRow).map((row) => (lanes.add(row), row));

/** Starts what may start, and tells the subjects in order. */
function startAll(lanes: Lanes): string[] {
  const started: string[] = [];
  for (let row = lanes.next(); row; row = lanes.next()) started.push(row.subject);
  return started;
}

describe('lanes', () => {
  it('are served in turn', () => {
    const lanes = new Lanes(wide);
    add(lanes, ...['x1', 'x2', 'x3'].map((subject) => ({ subject, lane: 'x' })));
    add(lanes, ...['y1', 'y2'].map((subject) => ({ subject, lane: 'y' })), { subject: 'z1', lane: 'z' });
    expect(startAll(lanes)).toEqual(['x1', 'y1', 'z1', 'x2', 'y2', 'x3']);
  });

  it('that come later are served after those that wait, before those have a second turn', () => {
    const lanes = new Lanes({ total: 1, perOrigin: 10 });
    const [first] = add(lanes, ...['x1', 'x2', 'x3'].map((subject) => ({ subject, lane: 'x' })));
    expect(lanes.next()?.subject).toBe('x1');
    add(lanes, { subject: 'y1', lane: 'y' });
    lanes.done(first as WorkRow);
    const second = lanes.next() as WorkRow;
    lanes.done(second);
    expect([second.subject, lanes.next()?.subject]).toEqual(['x2', 'y1']);
  });

  it('begin nothing beyond the limit of the lane, of the origin, or in all', () => {
    const lanes = new Lanes({ total: 5, perOrigin: 3 });
    add(lanes, ...['x1', 'x2', 'x3'].map((subject) => ({ subject, lane: 'x', lane_limit: 2, origin: 'https://x' })));
    add(lanes, ...['y1', 'y2'].map((subject) => ({ subject, lane: 'y', origin: 'https://x' })));
    add(lanes, ...['z1', 'z2', 'z3'].map((subject) => ({ subject, lane: 'z', origin: 'https://z' })));
    expect(startAll(lanes)).toEqual(['x1', 'y1', 'z1', 'x2', 'z2']);
    expect(lanes.inFlight).toBe(5);
  });

  it('leave the last eighth of all places to those that have none', () => {
    const lanes = new Lanes({ total: 16, perOrigin: 100 });
    add(lanes, ...Array.from({ length: 20 }, () => ({ lane: 'x' })));
    expect(startAll(lanes)).toHaveLength(14);
    add(lanes, ...['y1', 'y2'].map((subject) => ({ subject, lane: 'y' })), { subject: 'z1', lane: 'z' });
    add(lanes, { subject: 'w1', lane: 'w' });
    expect(startAll(lanes)).toEqual(['y1', 'z1']);
    expect(lanes.inFlight).toBe(16);
  });

  it.each(['{}', '{"long":true}'])('leave the last eighth at each origin to those that have none: %s', (state) => {
    const lanes = new Lanes({ total: 256, perOrigin: 64 });
    add(lanes, ...Array.from({ length: 100 }, () => ({ lane: 'x', state })));
    expect(startAll(lanes)).toHaveLength(56);
    add(lanes, ...['y1', 'y2'].map((subject) => ({ subject, lane: 'y', state })), { subject: 'z1', lane: 'z', state });
    expect(startAll(lanes)).toEqual(['y1', 'z1']);
  });

  it('that cannot start anything never stand in front of one that can', () => {
    const lanes = new Lanes({ total: 10, perOrigin: 1 });
    add(lanes, ...['x1', 'x2'].map((subject) => ({ subject, lane: 'x', lane_limit: 1 })), { subject: 'y1', lane: 'y' });
    add(lanes, { subject: 'z1', lane: 'z', origin: 'https://z' });
    expect(startAll(lanes)).toEqual(['x1', 'z1']);
  });

  it('begin forwards and notices before checks, and else what came first', () => {
    const lanes = new Lanes(wide);
    add(
      lanes,
      { subject: 'c1' },
      { subject: 'c2' },
      { subject: 'f', kind: 'forward' },
      { subject: 'n', kind: 'notify' },
    );
    expect(startAll(lanes)).toEqual(['f', 'n', 'c1', 'c2']);
  });

  it('begin a check whose origin is free while that of their forward is not', () => {
    const lanes = new Lanes({ total: 10, perOrigin: 1 });
    add(lanes, { subject: 'f1', kind: 'forward', origin: 'https://jobs' });
    add(lanes, { subject: 'f2', kind: 'forward', origin: 'https://jobs' }, { subject: 'c', origin: 'https://status' });
    expect(startAll(lanes)).toEqual(['f1', 'c']);
  });

  it('are forgotten once they are empty and idle', () => {
    const lanes = new Lanes(wide);
    const [row] = add(lanes, { lane: 'x', lane_limit: 1 });
    lanes.next();
    lanes.done(row as WorkRow);
    expect([lanes.inFlight, lanes.full(), lanes.next()]).toEqual([0, [], null]);
  });

  it('obey the newest limit they are told of', () => {
    const lanes = new Lanes(wide);
    add(lanes, { lane_limit: 1 }, { lane_limit: 1 }, { lane_limit: 1 });
    expect(startAll(lanes)).toHaveLength(1);
    add(lanes, { lane_limit: 3 });
    expect(startAll(lanes)).toHaveLength(2);
    lanes.retarget({ lane: 'a', limit: 4, origins: {} });
    lanes.retarget({ lane: 'unknown', limit: 4, origins: {} });
    expect(startAll(lanes)).toHaveLength(1);
  });

  it('count a call by the origin it began with, also when the lane moves to another meanwhile', () => {
    const lanes = new Lanes({ total: 10, perOrigin: 1 });
    const [check] = add(lanes, { subject: 'c1' }, { subject: 'c2' }, { subject: 'f', kind: 'forward' });
    expect(startAll(lanes)).toEqual(['f']);
    lanes.retarget({ lane: 'a', limit: 10, origins: { check: 'https://b.test', forward: null } });
    expect(startAll(lanes)).toEqual(['c1']);
    lanes.done({ ...(check as WorkRow), origin: 'https://b.test' });
    expect(startAll(lanes)).toEqual(['c2']);
  });

  it('give out, with a check that goes with others, those of its origin up to its limit, oldest first', () => {
    const lanes = new Lanes(wide);
    const grouped = ['1', '2', '3', '4', '5'].map((subject) => ({ subject, group_limit: 3 }));
    add(lanes, ...grouped, { subject: 'alone' }, { subject: 'elsewhere', group_limit: 3, origin: 'https://b.test' });
    const along = () => lanes.takeAlong(lanes.next() as WorkRow).map(({ subject }) => subject);
    expect(along()).toEqual(['2', '3']);
    expect(along()).toEqual(['5']);
    expect([lanes.inFlight, startAll(lanes), lanes.inFlight]).toEqual([2, ['alone', 'elsewhere'], 4]);
  });

  it('that were emptied by a group are served again once they hold something', () => {
    const lanes = new Lanes(wide);
    add(lanes, { subject: 'x1', group_limit: 9 }, { subject: 'x2', group_limit: 9 });
    lanes.takeAlong(lanes.next() as WorkRow);
    expect(lanes.next()).toBeNull();
    add(lanes, { subject: 'x3', group_limit: 9 }, { subject: 'x4' });
    expect(startAll(lanes)).toEqual(['x3', 'x4']);
  });

  it('give out everything that has not started when they are drained', () => {
    const lanes = new Lanes({ total: 1, perOrigin: 1 });
    add(
      lanes,
      { subject: 'x1', lane: 'x' },
      { subject: 'x2', lane: 'x' },
      { subject: 'y1', lane: 'y', kind: 'forward' },
    );
    lanes.next();
    expect(
      lanes
        .drain()
        .map((row) => row.subject)
        .sort(),
    ).toEqual(['x2', 'y1']);
    expect([lanes.drain(), lanes.inFlight]).toEqual([[], 1]);
  });
});

describe('long checks', () => {
  const long = { state: '{"checks":1,"long":true}' };

  it('take no place of the other calls in all or at their origin', () => {
    const lanes = new Lanes({ total: 3, perOrigin: 2 });
    add(lanes, ...['l1', 'l2', 'l3'].map((subject) => ({ subject, ...long })));
    add(lanes, { subject: 'c1' }, { subject: 'f1', kind: 'forward' });
    add(lanes, { subject: 'm1', lane: 'm', origin: 'https://m' });
    expect(startAll(lanes).sort()).toEqual(['c1', 'f1', 'l1', 'l2', 'm1']);
    expect(lanes.inFlight).toBe(5);
  });

  it('share the limit of their lane with the other calls, and leave one place of it to those', () => {
    const lanes = new Lanes(wide);
    add(lanes, ...['l1', 'l2', 'l3', 'l4'].map((subject) => ({ subject, lane_limit: 3, ...long })));
    expect(startAll(lanes)).toEqual(['l1', 'l2']);
    add(lanes, ...['f1', 'f2'].map((subject) => ({ subject, kind: 'forward', lane_limit: 3 })));
    expect(startAll(lanes)).toEqual(['f1']);
    expect(lanes.inFlight).toBe(3);
  });

  it('take turns with the other calls where their lane has a single place', () => {
    const lanes = new Lanes(wide);
    const [first] = add(lanes, ...['l1', 'l2'].map((subject) => ({ subject, lane_limit: 1, ...long })));
    expect(startAll(lanes)).toEqual(['l1']);
    add(lanes, { subject: 'f1', kind: 'forward', lane_limit: 1 });
    lanes.done(first as WorkRow);
    expect(startAll(lanes)).toEqual(['f1']);
  });

  it('obey the same limits among themselves', () => {
    const lanes = new Lanes({ total: 3, perOrigin: 2 });
    const rows = add(lanes, ...['x1', 'x2', 'x3'].map((subject) => ({ subject, lane: 'x', ...long })));
    add(lanes, ...['z1', 'z2'].map((subject) => ({ subject, lane: 'z', origin: 'https://z', lane_limit: 1, ...long })));
    add(lanes, ...['y1', 'y2'].map((subject) => ({ subject, lane: 'y', origin: 'https://y', ...long })));
    expect(startAll(lanes)).toEqual(['x1', 'z1', 'y1']);
    lanes.done(rows[0] as WorkRow);
    expect(startAll(lanes)).toEqual(['x2']);
  });

  it('are given out when the lanes are drained, and their lane is forgotten once it is idle', () => {
    const lanes = new Lanes({ total: 1, perOrigin: 1 });
    const [row] = add(lanes, { subject: 'l1', ...long }, { subject: 'l2', ...long });
    lanes.next();
    expect(lanes.drain().map(({ subject }) => subject)).toEqual(['l2']);
    lanes.done(row as WorkRow);
    expect([lanes.inFlight, lanes.next()]).toEqual([0, null]);
  });
});

describe('lanes with rows set aside', () => {
  const hold = (lanes: Lanes, count: number, lane = 'a') =>
    add(lanes, ...Array.from({ length: count }, () => ({ lane })));

  it('are full from then on, as are those that hold enough', () => {
    const lanes = new Lanes(wide);
    hold(lanes, WHATEVER_IS_DUE.laneHolds - 1);
    expect(lanes.full()).toEqual([]);
    hold(lanes, 1);
    expect(lanes.full()).toEqual(['a']);
    lanes.markOverflow(workRow({ lane: 'b' }));
    lanes.markOverflow(workRow({ lane: 'a' }));
    expect(lanes.full().sort()).toEqual(['a', 'b']);
    lanes.clearOverflow('b');
    expect(lanes.full()).toEqual(['a']);
  });

  it('want them back once they hold little', () => {
    const lanes = new Lanes(wide);
    hold(lanes, 150);
    lanes.markOverflow(workRow({ lane: 'a' }));
    expect([lanes.wantsRefill('a'), lanes.nextRefill()]).toEqual([false, null]);
    for (let i = 0; i < 51; i++) lanes.next();
    expect([lanes.wantsRefill('a'), lanes.nextRefill()]).toEqual([true, 'a']);
    lanes.clearOverflow('a');
    expect([lanes.wantsRefill('a'), lanes.nextRefill()]).toEqual([false, null]);
  });

  it('get them in turn, however fast one of them empties itself', () => {
    const lanes = new Lanes(wide);
    for (const lane of ['x', 'y', 'z']) lanes.markOverflow(workRow({ lane }));
    expect(Array.from({ length: 5 }, () => lanes.nextRefill())).toEqual(['x', 'y', 'z', 'x', 'y']);
  });
});

describe('lanes of one owner', () => {
  const polls = (owner: string, host: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      ...{ subject: `${owner} ${host}${i + 1}`, kind: 'poll', lane: `poll:${owner}:https://${host}` },
      origin: `https://${host}`,
    }));

  it('have one turn together, in which they take turns', () => {
    const lanes = new Lanes(wide);
    add(lanes, ...polls('A', 'p', 2), ...polls('A', 'q', 1), ...polls('B', 'r', 3), {
      subject: 'tool',
      lane: 'tool:t',
    });
    expect(startAll(lanes)).toEqual(['A p1', 'B r1', 'tool', 'A q1', 'B r2', 'A p2', 'B r3']);
  });

  it('hold half of all places at most, whatever their kinds, and at least one', () => {
    const lanes = new Lanes({ total: 16, perOrigin: 16 });
    const rows = polls('A', 'p', 9).map((row, i) => ({ ...row, lane: `${i % 2 ? 'job' : 'poll'}:A:https://p${i}` }));
    const [first] = add(lanes, ...rows, { lane: 'job-webhook:A:https://w', kind: 'job_webhook' });
    expect(startAll(lanes)).toHaveLength(8);
    add(lanes, ...Array.from({ length: 9 }, () => ({ lane: 'tool:t' })));
    expect(startAll(lanes)).toHaveLength(6);
    lanes.done(first as WorkRow);
    expect(startAll(lanes)).toHaveLength(1);
    const single = new Lanes({ total: 1, perOrigin: 1 });
    add(single, ...polls('A', 'p', 2));
    expect(startAll(single)).toHaveLength(1);
  });

  it('have the spare places together: one that has a call running has none of them', () => {
    const lanes = new Lanes({ total: 16, perOrigin: 16 });
    add(lanes, ...polls('A', 'p', 1), ...Array.from({ length: 20 }, () => ({ lane: 'tool:t' })));
    expect(startAll(lanes)).toHaveLength(14);
    add(lanes, ...polls('A', 'q', 1), ...polls('B', 'r', 1));
    expect(startAll(lanes)).toEqual(['B r1']);
  });

  it('start a few until the table is looked at again', () => {
    const lanes = new Lanes(wide);
    add(lanes, ...polls('A', 'p', 30), ...polls('A', 'q', 30));
    const started = startAll(lanes);
    expect([started.length, lanes.wantsLook]).toEqual([32, true]);
    add(lanes, ...Array.from({ length: 50 }, () => ({ lane: 'tool:t' })), ...polls('B', 'r', 1));
    expect(startAll(lanes)).toHaveLength(51);
    lanes.looked();
    expect([startAll(lanes).length, lanes.wantsLook]).toEqual([28, false]);
  });

  it('start more the more rows are taken on the way, and less by rows of owners', () => {
    const lanes = new Lanes(wide);
    add(lanes, ...polls('A', 'p', 60), ...polls('A', 'q', 60));
    const walk = (count: number, lane: string) => {
      lanes.walked(Array.from({ length: count }, () => workRow({ lane })));
      return startAll(lanes).length;
    };
    expect(startAll(lanes)).toHaveLength(32);
    expect([walk(320, 'tool:t'), walk(10, 'tool:t'), walk(1_000, 'poll:B:r')]).toEqual([20, 0, 2]);
    lanes.looked();
    expect(startAll(lanes)).toHaveLength(32);
  });

  it('that were done and come again before that start no more than a few in all', () => {
    const lanes = new Lanes(wide);
    let started = 0;
    for (let batch = 0; batch < 5; batch++) {
      const rows = add(lanes, ...polls('A', `host${batch}`, 20)).slice(0, startAll(lanes).length);
      started += rows.length;
      for (const row of rows) lanes.done(row);
    }
    expect(started).toBe(32);
    lanes.looked();
    expect(startAll(lanes)).toHaveLength(32);
  });
});
