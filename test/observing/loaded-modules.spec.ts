import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPort, ServerProcess } from '../../src/cli/demo/server-process.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

const ENTRY = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** Writes, at the end of the process, which CommonJS modules were loaded: those of OpenTelemetry are. */
const NOTES_MODULES = `
import Module from 'node:module';
import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.LOADED, Object.keys(Module._cache).join('\\n')));
`;

let folder: TempFolder;
beforeAll(() => {
  folder = makeTempFolder();
  writeFileSync(folder.join('notes-modules.mjs'), NOTES_MODULES);
});
afterAll(() => folder.remove());

/** Starts the built server, stops it, and gives back the paths of what it had loaded. */
async function loadedBy(name: string, env: Readonly<Record<string, string>>): Promise<string[]> {
  const data = folder.join(name);
  const server = new ServerProcess({
    ...{ entry: ENTRY, port: await findPort(null), logPath: folder.join(`${name}.log`) },
    env: {
      ...{ DATABASE_URL: `sqlite:${data}/db.sqlite`, STORAGE_URL: `file:${data}/files`, LOG_FORMAT: 'json' },
      ...{ LOADED: folder.join(`${name}.loaded`), ...env },
    },
    execArgv: ['--import', pathToFileURL(folder.join('notes-modules.mjs')).href],
  });
  await server.ready();
  await server.stop();
  return readFileSync(folder.join(`${name}.loaded`), 'utf8').split('\n');
}

describe('OpenTelemetry', () => {
  it('is not loaded by a server that collects no traces, and is by one that does', async () => {
    // prom-client loads the interfaces by itself, which do nothing.
    const isTracing = (path: string) => path.includes('@opentelemetry') && !path.includes('@opentelemetry/api/');
    const [off, on] = await Promise.all([
      loadedBy('off', {}),
      loadedBy('on', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }),
    ]);
    expect(off.length).toBeGreaterThan(100);
    expect(off.filter(isTracing)).toEqual([]);
    expect(on.filter(isTracing).length).toBeGreaterThan(10);
  });
});
