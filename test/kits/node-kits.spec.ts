import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { makeTempFolder } from '../support/temp-folder.js';
import { KITS } from '../../src/kits/kits.js';
import { kitTool } from '../../src/kits/kit-tool.js';
import { sellerFolder, startKit } from './kit-process.js';
import { describeMistakes } from './kit-mistakes.js';
import { describeKit } from './kit-promises.js';
import type { KitWorld } from './kit-world.js';
import { aTool } from './a-tool.js';
import { writeFileSync } from 'node:fs';

/** What `npm install express` puts there. */
const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

async function start(world: KitWorld, name: string) {
  const { folder, tls } = await sellerFolder(world, 'server.mjs', await world.kit(name));
  if (name === 'express') symlinkSync(MODULES, folder.join('node_modules'));
  const env = { ...tls, ...world.secrets };
  return startKit(world, { program: process.execPath, args: ['server.mjs'], folder, env });
}

for (const name of ['node', 'express']) describeKit({ name, start: (world) => start(world, name) });

describeMistakes('node', async (world) => {
  const { folder, tls } = await sellerFolder(world, 'server.mjs', withMistakes(await world.kit('node')));
  return startKit(world, {
    program: process.execPath,
    args: ['server.mjs'],
    folder,
    env: { ...tls, ...world.secrets },
  });
});

/** The work of a seller who gets it wrong, as the order asks. */
function withMistakes(kit: string): string {
  const mistakes = `
  const later = () => setTimeout(() => report(60), 300);
  const given = { nothing: undefined, text: 'just text', list: [1], odd: { result_text: 1n }, unreadable: { result_text: 7 } };
  if (inputs.mistake === 'late') return (later(), { output_type: 'text', result_text: 'done' });
  if (inputs.mistake) return given[inputs.mistake];
`;
  return kit.replace("  await report(50, 'Half way there.');\n", mistakes);
}

describe('the kits for Node.js', () => {
  it('do not start without their secrets, and say which are missing', () => {
    const folder = makeTempFolder();
    const text = KITS.find(({ name }) => name === 'node')!.render(kitTool(aTool()));
    writeFileSync(folder.join('server.mjs'), text);
    const { status, stderr } = spawnSync(process.execPath, ['server.mjs'], {
      ...{ cwd: folder.path, encoding: 'utf8' },
      env: { ROUNDTRIP_SIGNING_SECRET: 'whsec_AAAA' },
    });
    expect([status, stderr]).toEqual([1, 'Set ROUNDTRIP_HEADER_X_API_KEY, ROUNDTRIP_CALLBACK_SECRET first.\n']);
    folder.remove();
  });
});
