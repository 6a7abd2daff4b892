import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import type { OpenWorld } from '../engine-suite.js';
import type { EngineWorld } from '../engine-world.js';

const MINUTE_MS = 60_000;

/** What each settling was answered, by subject and how often its row had been taken up. */
function noteAnswers(world: EngineWorld, write: EngineWorld['settle']): string[] {
  const answers: string[] = [];
  world.settle = async (tx, work) => {
    const accepted = await write(tx, work);
    tx.afterCommit(() => void answers.push(`${work.subject} ${work.taken} ${accepted ? 'accepted' : 'refused'}`));
  };
  return answers;
}

export function holdsThatAreLost(open: OpenWorld): void {
  describe('of a process that stands still', () => {
    it('gives what it held to the next, and lets it write nothing stale when it goes on', async () => {
      const world = await open({ total: 1, perOrigin: 1 });
      world.holds = ({ taken }) => taken === 1;
      const answers = noteAnswers(world, (tx, work) => world.engine.finish(tx, work));
      await world.lay({ subject: 'begun', kind: 'forward' });
      await world.waitForStarted(1);
      await world.lay({ subject: 'not begun', lane: 'b' });
      await world.waitUntilTaken();
      world.standStill();
      const next = await world.join();
      await next.engine.start();
      await eventually(() => answers.length === 2);
      world.goOn();
      world.answerAll();
      await eventually(() => answers.includes('begun 1 refused'));
      world.holds = () => false;
      await world.lay({ subject: 'marker' });
      await eventually(() => {
        world.answerAll();
        return answers.some((answer) => answer.startsWith('marker'));
      });
      const accepted = answers.filter((answer) => answer.endsWith('accepted') && !answer.startsWith('marker'));
      expect(accepted.sort()).toEqual(['begun 2 accepted', 'not begun 2 accepted']);
      expect(await world.database.read('SELECT subject FROM work')).toEqual([]);
    });

    it('leaves the next run as the one who took over has written it', async () => {
      const world = await open();
      world.holds = ({ taken }) => taken === 1;
      const answers = noteAnswers(world, (tx, { taken, ...work }) =>
        world.engine.reschedule(
          tx,
          { ...work, taken },
          { dueAt: world.clock.now() + taken * MINUTE_MS, state: `{"by":${taken}}` },
        ),
      );
      await world.lay({ subject: 'order' });
      await world.waitForStarted(1);
      world.standStill();
      const next = await world.join();
      await next.engine.start();
      await eventually(() => answers.length === 1);
      world.goOn();
      world.answerAll();
      await eventually(() => answers.length === 2);
      expect(answers).toEqual(['order 2 accepted', 'order 1 refused']);
      const dueAt = world.clock.now() + 2 * MINUTE_MS;
      expect(await world.work.find('check', 'order')).toMatchObject({ attempt: 1, due_at: dueAt, state: '{"by":2}' });
    });
  });

  describe('of work that ends its process each time', () => {
    it('leaves it alone after five, runs what was beside it, and takes it up again for a person', async () => {
      const world = await open();
      const crash: { over: Promise<void> | null } = { over: null };
      world.prepares = ({ subject }) => {
        if (subject !== 'poison') return;
        crash.over = world.crash();
        throw new Error('The process is dead.');
      };
      const others = Array.from({ length: 12 }, (_, i) => `order-${i}`);
      await world.lay({ subject: 'poison' }, ...others.map((subject) => ({ subject })));
      let deaths = 0;
      for (; world.quarantined.length === 0; deaths++) {
        // Those that were there when others died wait some seconds for their turn.
        await eventually(
          () => {
            world.clock.advance(1_000);
            return crash.over !== null || world.quarantined.length > 0;
          },
          { every: 100 },
        );
        if (crash.over === null) break;
        await crash.over;
        crash.over = null;
        await world.reopen();
      }
      expect([deaths, world.quarantined]).toEqual([5, ['poison']]);
      await eventually(() => {
        world.clock.advance(1_000);
        return new Set(world.settled).size === others.length;
      });
      await world.pass('marker');
      expect(world.settled).not.toContain('poison');
      world.prepares = () => undefined;
      expect(await world.unit.run((tx) => world.engine.moveTo(tx, 'check', 'poison', world.clock.now()))).toBe(true);
      await eventually(() => world.settled.includes('poison'));
    }, 60_000);
  });
}
