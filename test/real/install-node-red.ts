import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installOnce } from '../support/install-once.js';
import { EXAMPLE_FOLDER } from './example-folder.js';

export interface InstalledNodeRed {
  readonly version: string;
  /** The program that `node-red` on the command line is. */
  readonly program: string;
}

/** Node-RED in the version that the example's package.json names. */
export async function installNodeRed(): Promise<InstalledNodeRed> {
  const project = JSON.parse(await readFile(join(EXAMPLE_FOLDER, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const version = project.dependencies['node-red']!;
  const folder = await installOnce({ name: `node-red-${version}`, project, withinMs: 8 * 60_000 });
  return { version, program: join(folder, 'node_modules', 'node-red', 'red.js') };
}
