import { join } from 'node:path';
import { installOnce } from '../support/install-once.js';

export const N8N_VERSION = '2.8.4';

/** n8n's program; about five minutes where it is not there yet. */
export async function installN8n(): Promise<string> {
  // Its own xlsx comes from outside the registry of packages.
  const project = { dependencies: { n8n: N8N_VERSION }, overrides: { xlsx: '0.18.5' } };
  const folder = await installOnce({ name: `n8n-${N8N_VERSION}`, project, withinMs: 20 * 60_000, scripts: true });
  return join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
}
