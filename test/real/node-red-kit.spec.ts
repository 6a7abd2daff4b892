import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { sellerFolder, startKit, type KitProcess } from '../kits/kit-process.js';
import { describeMistakes } from '../kits/kit-mistakes.js';
import { describeKit } from '../kits/kit-promises.js';
import type { KitWorld } from '../kits/kit-world.js';
import { EXAMPLE_FOLDER } from './example-folder.js';
import { installNodeRed } from './install-node-red.js';

/** The real Node-RED, with the kit as its flow file: what an import writes there. */
async function start(world: KitWorld, changed = (flow: string) => flow): Promise<KitProcess> {
  const { program } = await installNodeRed();
  const { folder, tls } = await sellerFolder(world, 'flows.json', changed(await world.kit('node-red')));
  for (const file of ['settings.js', 'package.json']) copyFileSync(join(EXAMPLE_FOLDER, file), folder.join(file));
  const env = { ...tls, ...world.secrets };
  return startKit(world, { program: process.execPath, args: [program, '--userDir', folder.path], folder, env }, 40_000);
}

describeKit({
  name: 'node-red',
  start: (world) => start(world),
  startWithinMs: 600_000,
  more: (the) => {
    it('needs no nodes but those of Node-RED itself', async () => {
      const flow = JSON.parse(await the().kit('node-red')) as { type: string }[];
      const { body } = await the().ask('GET', '/editor/nodes', { accept: 'application/json' });
      const sets = body as unknown as { module: string; types: string[] }[];
      const core = new Set(sets.filter(({ module }) => module === 'node-red').flatMap(({ types }) => types));
      const foreign = flow.filter(({ type }) => !core.has(type) && type !== 'tab' && type !== 'group');
      expect(foreign).toEqual([]);
    });
  },
});

/** Work that gets it wrong, as the order asks; in a flow file there are no other quotes. */
const MISTAKES =
  'if (msg.inputs.mistake) return { ...msg, payload: { list: [1], unreadable: { result_text: 7 } }[msg.inputs.mistake] };';

describeMistakes(
  'node-red',
  (world) => start(world, (flow) => flow.replace('const text = typeof', `${MISTAKES} const text = typeof`)),
  { mistakes: ['nothing', 'list', 'unreadable'] },
);
