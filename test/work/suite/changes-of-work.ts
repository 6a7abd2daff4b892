import { describe, expect, it } from '@jest/globals';
import type { WorkRow } from '../../../src/storage/entities/work.js';
import { eventually } from '../../support/eventually.js';
import type { OpenWorld } from '../engine-suite.js';

export function changesOfWork(open: OpenWorld): void {
  describe('changes work', () => {
    it('so that it runs again when its settling says so, with the state it was given', async () => {
      const world = await open();
      world.settle = (tx, work) =>
        work.subject === 'order' && work.attempt === 0
          ? world.engine.reschedule(tx, work, {
              dueAt: world.clock.now() + 1_000,
              bySweep: true,
              state: '{"checks":1}',
            })
          : world.engine.finish(tx, work);
      await world.lay({ subject: 'order' });
      await world.waitForSettled(1);
      await world.pass('not yet');
      world.clock.advance(1_000);
      await eventually(async () => (await world.work.find('check', 'order')) === null);
      const [first, second] = world.started.filter((work) => work.subject === 'order');
      expect(first).toMatchObject({ attempt: 0, state: '{}', by_sweep: 0 });
      expect(second).toMatchObject({ attempt: 1, state: '{"checks":1}', by_sweep: 1, work_id: first?.work_id });
      expect(world.subjects()).toEqual(['order', 'not yet', 'order']);
    });

    it('never by the word of an attempt that is over', async () => {
      const world = await open();
      const answers: boolean[] = [];
      world.settle = async (tx, work) => {
        if (work.attempt > 0) return;
        const next = { dueAt: world.clock.now() + 60_000, state: '{"mine":true}' };
        answers.push(await world.engine.reschedule(tx, work, next));
        answers.push(await world.engine.reschedule(tx, work, { ...next, state: '{"stale":true}' }));
        answers.push(await world.engine.finish(tx, work));
      };
      await world.lay({ subject: 'order' });
      await world.waitForSettled(1);
      expect(answers).toEqual([true, false, false]);
      expect(await world.work.find('check', 'order')).toMatchObject({ attempt: 1, state: '{"mine":true}' });
    });

    it('not at all for an attempt whose work was cancelled and laid down anew', async () => {
      const world = await open();
      world.holds = () => true;
      const answers: boolean[] = [];
      world.settle = async (tx, work) => void answers.push(await world.engine.finish(tx, work));
      await world.lay({ subject: 'order' });
      await world.waitForStarted(1);
      await world.unit.run(async (tx) => {
        await world.engine.cancel(tx, 'order', ['check', 'forward']);
        await world.enqueue(tx, { subject: 'order', run: 2 });
      });
      await world.waitForStarted(2);
      world.open.find((call) => call.work.run === 1)?.answer();
      await world.waitForSettled(1);
      expect(answers).toEqual([false]);
      expect(await world.work.find('check', 'order')).toMatchObject({ run: 2 });
      world.answerAll();
      await world.waitForSettled(2);
      expect(answers).toEqual([false, true]);
    });

    it('so that what is cancelled while its call is under way is over with that call', async () => {
      const world = await open();
      world.holds = () => true;
      world.settle = (tx, work) => world.engine.reschedule(tx, work, { dueAt: world.clock.now(), state: '{}' });
      await world.lay({ subject: 'order' });
      await world.waitForStarted(1);
      await world.unit.run((tx) => world.engine.cancel(tx, 'order', ['check']));
      world.answerAll();
      await world.waitForSettled(1);
      await world.pass('marker');
      expect(world.subjects()).toEqual(['order', 'marker']);
    });

    it('so that what is cancelled before it is due never runs', async () => {
      const world = await open();
      await world.lay({ subject: 'order', due_at: world.clock.now() + 1_000 });
      await world.unit.run((tx) => world.engine.cancel(tx, 'order', ['check']));
      world.clock.advance(5_000);
      await world.pass('marker');
      expect(world.subjects()).toEqual(['marker']);
    });

    it('to another instant, sooner or later, unless it is under way', async () => {
      const world = await open();
      const now = world.clock.now();
      const move = (subject: string, dueAt: number) =>
        world.unit.run((tx) => world.engine.moveTo(tx, 'check', subject, dueAt));
      await world.lay({ subject: 'later', due_at: now + 1_000 }, { subject: 'sooner', due_at: now + 3_600_000 });
      expect(await move('later', now + 7_200_000)).toBe(true);
      expect(await move('sooner', now)).toBe(true);
      expect(await move('unknown', now)).toBe(false);
      world.holds = () => true;
      expect(await world.waitForStarted(1)).toEqual(['sooner']);
      expect(await move('sooner', now + 5_000)).toBe(false);
      world.answerAll();
      world.clock.advance(10_000);
      world.holds = () => false;
      await world.pass('marker');
      expect(world.subjects()).toEqual(['sooner', 'marker']);
    });

    it('of a lane so that what has not started obeys its new limit and origin', async () => {
      const world = await open({ total: 100, perOrigin: 3 });
      world.holds = () => true;
      await world.lay(...Array.from({ length: 40 }, (_, i) => ({ subject: `order-${i}`, lane_limit: 2 })));
      await world.waitForStarted(2);
      const retarget = (limit: number, check: string | null) =>
        world.unit.run((tx) => world.engine.retarget(tx, { lane: 'a', limit, origins: { check, forward: null } }));
      await retarget(10, null);
      // The limit of the lane is raised, that of its origin holds.
      await world.waitForStarted(3);
      await retarget(10, 'https://b.test');
      await world.waitForStarted(6);
      await retarget(1, 'https://b.test');
      await world.pass('marker');
      expect(countOrders(world.started)).toBe(6);
      for (let i = 0; i < 5; i++) world.open.find((call) => call.work.lane === 'a')?.answer();
      await world.waitForSettled(5);
      await world.pass('still one');
      expect([countOrders(world.started), world.peaks.get('https://b.test')]).toEqual([6, 3]);
      world.open.find((call) => call.work.lane === 'a')?.answer();
      await eventually(() => countOrders(world.started) === 7);
    });
  });
}

function countOrders(started: readonly WorkRow[]): number {
  return started.filter((work) => work.subject.startsWith('order')).length;
}
