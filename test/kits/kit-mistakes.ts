import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KitProcess } from './kit-process.js';
import { KitWorld, type KitWorldOptions } from './kit-world.js';

/** Of these some cannot be made everywhere. `late`: progress after the end. */
const MISTAKES = ['nothing', 'text', 'list', 'odd', 'unreadable', 'late'];

/** What a kit makes of a seller's ordinary mistakes: whatever the work gives back, the order ends, and the program lives on. */
export function describeMistakes(
  name: string,
  start: (world: KitWorld) => Promise<KitProcess>,
  {
    mistakes = MISTAKES,
    ...options
  }: KitWorldOptions & { readonly mistakes?: readonly string[]; readonly startWithinMs?: number } = {},
) {
  let world: KitWorld;
  let seller: KitProcess;
  beforeAll(async () => {
    world = await KitWorld.start({ checkEvery: 60, ...options });
    seller = await start(world);
  }, options.startWithinMs ?? 60_000);
  afterAll(async () => {
    await Promise.allSettled([seller?.stop(), world?.stop()]);
  }, 30_000);

  describe(`the kit ${name} around work that gets it wrong`, () => {
    it.each(mistakes.filter((one) => one !== 'late'))('reports as failed what gives back %s', async (mistake) => {
      const id = await world.place({ mistake });
      expect(await world.final(id)).toMatchObject({ status: 'failed', error: { code: 'seller_failed' } });
      expect((await world.status(id)).body).toMatchObject({ status: 'failed' });
    });

    const itMayBeLate = mistakes.includes('late') ? it : null;
    itMayBeLate?.('says nothing of progress once the end was told', async () => {
      const id = await world.place({ mistake: 'late' });
      expect(await world.final(id)).toMatchObject({ status: 'completed' });
      // As long as the mistake takes, and a little: what is not said cannot be waited for.
      await sleep(600);
      expect((await world.status(id)).body).toMatchObject({ status: 'completed', result_text: 'done' });
    });
  });
}
