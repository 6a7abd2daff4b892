import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { startTestRoundtrip } from '../support/roundtrip.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { installTools } from './install-tools.js';

let folder: TempFolder;
let tool: (program: string) => string;
beforeAll(async () => {
  folder = makeTempFolder();
  tool = await installTools();
  const roundtrip = await startTestRoundtrip();
  writeFileSync(folder.join('openapi.json'), (await roundtrip.call('GET', '/openapi.json')).text);
  await roundtrip.stop();
  roundtrip.folder.remove();
}, 600_000);
afterAll(() => folder.remove());

/** What it writes; it ends with 1 where it finds anything. */
function run(program: string, args: readonly string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(tool(program), args, { cwd: folder.path, encoding: 'utf8' });
  return { status, said: status === 0 ? '' : stdout + stderr };
}

describe('the OpenAPI document', () => {
  it('is without a finding of Spectral', () => {
    writeFileSync(folder.join('.spectral.yaml'), readFileSync('test/api/spectral.yaml'));
    expect(run('spectral', ['lint', 'openapi.json', '--fail-severity', 'hint'])).toEqual({ status: 0, said: '' });
  }, 120_000);

  it('is without a finding of Redocly', () => {
    writeFileSync(folder.join('redocly.yaml'), readFileSync('test/api/redocly.yaml'));
    expect(run('redocly', ['lint', 'openapi.json', '--max-problems', '50'])).toEqual({ status: 0, said: '' });
  }, 120_000);
});
