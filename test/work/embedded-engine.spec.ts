import { WorkClaims } from '../../src/storage/work-claims.js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { embedded } from './embedded-adapter.js';
import { engineSuite } from './engine-suite.js';
import { EngineWorld } from './engine-world.js';

engineSuite(embedded);

describe('what the embedded engine notes in the table', () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await EngineWorld.open(embedded);
    world.holds = () => true;
    await world.engine.start();
  });
  afterEach(() => world.close());

  const held = () => world.database.read<{ subject: string }>('SELECT subject FROM work WHERE claim <> 0');

  it('is that nothing is held any more which has not begun, from the moment it is told to stop', async () => {
    await world.lay(...Array.from({ length: 10 }, (_, i) => ({ subject: `order-${i}`, lane_limit: 1 })));
    await world.waitForStarted(1);
    await world.waitUntilTaken();
    expect(await held()).toHaveLength(10);
    const stop = world.engine.stop(60_000);
    await eventually(async () => (await held()).length === 1);
    world.answerAll();
    await stop;
  });

  it('is that nothing is held when it starts, whatever the last process left', async () => {
    await world.lay(...Array.from({ length: 5 }, (_, i) => ({ subject: `order-${i}`, lane_limit: 2 })));
    await world.waitForStarted(2);
    await world.waitUntilTaken();
    await world.crash();
    await world.unit.run((tx) => tx.run(`UPDATE work SET claim = 2 WHERE subject = 'order-4'`));
    expect(await held()).toHaveLength(5);
    await world.unit.run((tx) => new WorkClaims(world.database).clear(tx));
    expect(await held()).toEqual([]);
  });
});
