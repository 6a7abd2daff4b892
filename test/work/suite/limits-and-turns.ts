import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import type { EngineWorld } from '../engine-world.js';
import type { OpenWorld } from '../engine-suite.js';

const many = (count: number, lane: string, more: object = {}) =>
  Array.from({ length: count }, (_, i) => ({ subject: `${lane}-${i}`, lane, ...more }));

export function limitsAndTurns(open: OpenWorld): void {
  describe('keeps its limits', () => {
    it('for a lane, and uses them fully', async () => {
      const world = await open();
      world.holds = () => true;
      await world.lay(...many(30, 'x', { lane_limit: 4 }), ...many(30, 'y', { lane_limit: 7 }));
      await world.waitForStarted(11);
      await world.pass('marker');
      expect([world.peaks.get('x'), world.peaks.get('y'), world.started.length]).toEqual([4, 7, 12]);
      world.answerAll('x');
      await world.waitForStarted(16);
      world.holds = () => false;
      world.answerAll();
      await world.waitForSettled(61);
      expect([world.peaks.get('x'), world.peaks.get('y')]).toEqual([4, 7]);
    });

    it('for an origin, whichever lanes share it, and uses them fully', async () => {
      const world = await open({ total: 100, perOrigin: 5 });
      world.holds = () => true;
      const shared = { origin: 'https://shared.test', lane_limit: 4 };
      await world.lay(...many(20, 'x', shared), ...many(20, 'y', shared), ...many(20, 'z', { lane_limit: 3 }));
      await world.waitForStarted(8);
      await world.pass('marker');
      expect([world.peaks.get('https://shared.test'), world.peaks.get('z'), world.started.length]).toEqual([5, 3, 9]);
      world.holds = () => false;
      world.answerAll();
      await world.waitForSettled(61);
      expect(world.peaks.get('https://shared.test')).toBe(5);
    });

    it('in all, and uses them fully', async () => {
      const world = await open({ total: 7, perOrigin: 7 });
      world.holds = () => true;
      const lanes = ['u', 'v', 'w', 'x', 'y', 'z'];
      await world.lay(...lanes.flatMap((lane) => many(5, lane, { origin: `https://${lane}.test`, lane_limit: 3 })));
      await world.waitForStarted(7);
      for (let answered = 0; answered < 23; answered++) {
        expect(world.open).toHaveLength(7);
        world.open[0]?.answer();
        await eventually(() => world.open.length === 7, { every: 1 });
      }
      world.holds = () => false;
      world.answerAll();
      await world.waitForSettled(30);
      expect(world.peaks.get('all')).toBe(7);
    });
  });

  describe('takes turns', () => {
    it('so that lanes whose calls never end leave places for those that have none', async () => {
      const world = await open({ total: 16, perOrigin: 1000 });
      world.holds = (work) => work.lane !== 'quick';
      for (const lane of ['x', 'y', 'z']) await world.lay(...many(10, lane));
      await world.waitForStarted(14);
      await world.lay(...many(50, 'quick'));
      await world.waitForSettled(50);
      expect(world.open.length).toBeLessThan(16);
    });

    const crowd = (world: EngineWorld, limit: number) =>
      world.unit.run(async (tx) => {
        for (const work of many(world.crowd(10_000), 'crowd', { lane_limit: limit, origin: 'https://crowd.test' }))
          await world.enqueue(tx, work);
      });

    it('so that ten thousand due rows of one lane, still being taken, do not keep one row of another from a free place', async () => {
      const world = await open({ total: 8, perOrigin: 8 });
      world.holds = () => true;
      await crowd(world, 7);
      await world.lay({ subject: 'alone', lane: 'other', origin: 'https://other.test' });
      await eventually(() => world.subjects().includes('alone'), { every: 1 });
      expect(world.started.length).toBeLessThanOrEqual(8);
    });

    it('so that one row of another lane gets the next place after ten thousand of a crowd', async () => {
      const world = await open({ total: 7, perOrigin: 7 });
      world.holds = () => true;
      await crowd(world, 7);
      await world.waitForStarted(7);
      await world.lay({ subject: 'alone', lane: 'other', origin: 'https://other.test' });
      await world.waitUntilTaken();
      for (let i = 1; i <= 2; i++) {
        world.open[0]?.answer();
        await world.waitForStarted(7 + i);
      }
      expect(world.subjects().slice(7)).toContain('alone');
    });

    it('so that each of many lanes gets its share', async () => {
      const world = await open({ total: 4, perOrigin: 1000 });
      world.holds = () => true;
      const lanes = Array.from({ length: 10 }, (_, i) => `lane${i}`);
      await world.unit.run(async (tx) => {
        for (const lane of lanes) for (const work of many(30, lane)) await world.enqueue(tx, work);
      });
      await world.waitForStarted(4);
      await world.waitUntilTaken();
      for (let i = 0; i < 96; i++) {
        const before = world.started.length;
        world.open[0]?.answer();
        await eventually(() => world.started.length > before, { every: 1 });
      }
      const shares = lanes.map((lane) => world.started.filter((work) => work.lane === lane).length);
      // Those that were taken up first have begun one before the others were known.
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(2);
    });

    it('with forwards and notices before the checks of the same lane', async () => {
      const world = await open();
      world.holds = () => true;
      await world.lay(...many(20, 'x', { lane_limit: 1 }));
      await world.waitForStarted(1);
      await world.lay(
        { subject: 'forwarded', kind: 'forward', lane: 'x', lane_limit: 1 },
        { subject: 'told', kind: 'notify', lane: 'x', lane_limit: 1 },
      );
      await world.pass('marker');
      for (let i = 0; i < 3; i++) {
        const before = world.started.length;
        world.answerAll('x');
        await eventually(() => world.started.length > before, { every: 1 });
      }
      expect(world.subjects().slice(2, 4).sort()).toEqual(['forwarded', 'told']);
      expect(world.subjects()[4]).toMatch(/^x-/);
    });

    it('with a forward before thousands of checks of the same lane, those that were set aside included', async () => {
      const world = await open();
      world.holds = () => true;
      await world.unit.run(async (tx) => {
        for (const work of many(world.crowd(3_000), 'x', { lane_limit: 1 })) await world.enqueue(tx, work);
      });
      await world.waitForStarted(1);
      await world.waitUntilTaken();
      await world.lay({ subject: 'forwarded', kind: 'forward', lane: 'x', lane_limit: 1 });
      await world.waitUntilTaken();
      world.answerAll();
      expect((await world.waitForStarted(2))[1]).toBe('forwarded');
    });

    it('with the oldest of a lane first', async () => {
      const world = await open();
      world.holds = () => true;
      const now = world.clock.now();
      await world.lay({ subject: 'first', lane: 'x', lane_limit: 1, due_at: now });
      await world.waitForStarted(1);
      const due = [5, 1, 4, 2, 3].map((minutes) => ({ subject: `due ${minutes}`, due_at: now + minutes * 60_000 }));
      await world.lay(...due.map((work) => ({ ...work, lane: 'x', lane_limit: 1 })));
      world.clock.advance(600_000);
      await world.pass('marker');
      world.holds = (work) => work.subject === 'first';
      world.answerAll();
      await world.waitForSettled(7);
      expect(world.subjects().slice(2)).toEqual(['due 1', 'due 2', 'due 3', 'due 4', 'due 5']);
    });
  });
}
