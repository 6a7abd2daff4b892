import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findPort, ServerProcess } from '../demo/server-process.js';
import { thisProcess, runCommand } from '../command.js';
import { typesOf } from './types-of.js';

const TARGET = 'src/client/api-types.ts';

/** Writes the types of `src/client/` from the OpenAPI document of the built server: `npm run client`. */
async function writeTypes(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'roundtrip-client-'));
  const server = new ServerProcess({
    ...{ entry: resolve('dist/main.js'), port: await findPort(null), logPath: join(folder, 'server.log') },
    env: { DATABASE_URL: `sqlite:${folder}/db.sqlite`, STORAGE_URL: `file:${folder}/files` },
  });
  try {
    await server.ready();
    const answer = await fetch(`${server.url}/openapi.json`);
    writeFileSync(TARGET, await typesOf((await answer.json()) as object));
    return 0;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exit(await runCommand('client', thisProcess(), writeTypes));
