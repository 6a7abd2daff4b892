import { sellerFolder, startKit, type KitProcess } from '../kits/kit-process.js';
import { describeKit } from '../kits/kit-promises.js';
import type { KitWorld } from '../kits/kit-world.js';

/** Debian's Python, for which `python3-flask` is installed, and none that came with something else. */
const PYTHON = '/usr/bin/python3';

async function start(world: KitWorld): Promise<KitProcess> {
  const { folder, tls } = await sellerFolder(world, 'app.py', await world.kit('flask'));
  return startKit(world, { program: PYTHON, args: ['app.py'], folder, env: { ...tls, ...world.secrets } });
}

describeKit({ name: 'flask', start });
