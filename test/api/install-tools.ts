import { join } from 'node:path';
import { installOnce } from '../support/install-once.js';

/** Programs that know OpenAPI better than we do: about 160 MB, and so not among our own dependencies. */
const TOOLS = { '@redocly/cli': '2.77.0', '@stoplight/prism-cli': '5.14.2', '@stoplight/spectral-cli': '6.16.3' };

/** Where their programs are: `redocly`, `spectral`, `prism`. */
export async function installTools(): Promise<(program: string) => string> {
  const name = `openapi-tools-${Object.values(TOOLS).join('-')}`;
  const folder = await installOnce({ name, project: { dependencies: TOOLS }, withinMs: 8 * 60_000 });
  return (program) => join(folder, 'node_modules', '.bin', program);
}
