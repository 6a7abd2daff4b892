import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BootProblem, openStorage } from '../../../src/composition/open-storage.js';
import { loadSettings } from '../../../src/settings/load-settings.js';
import { putFile } from '../../../src/storage/files/file-store.js';
import { makeTempFolder, type TempFolder } from '../../support/temp-folder.js';

let folder: TempFolder;
const before = { ...process.env };
beforeEach(() => {
  folder = makeTempFolder();
  // Else the AWS SDK looks for them on the network.
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' });
});
afterEach(() => {
  folder.remove();
  process.env = { ...before };
});

function open(storageUrl: string) {
  const loaded = loadSettings({ DATABASE_URL: `sqlite:${folder.join('db.sqlite')}`, STORAGE_URL: storageUrl }, false);
  if (!loaded.ok) throw new Error(loaded.problem);
  return openStorage(loaded.settings);
}

describe('a start', () => {
  it.each([
    ['a folder that cannot be made', () => `file:${folder.join('taken', 'files')}`, /cannot be written \(ENOTDIR\)\.$/],
    [
      'a server that is not there',
      () => 's3://results?endpoint=http://127.0.0.1:9&region=eu-1',
      / at http:\/\/127\.0\.0\.1:9 .*\.$/,
    ],
  ])('with %s is stopped by one line, and may be tried again with another', async (_name, storageUrl, words) => {
    writeFileSync(folder.join('taken'), '');
    const failure = await open(storageUrl()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BootProblem);
    expect((failure as Error).message).toMatch(/^STORAGE_URL: [^\n]+$/);
    expect((failure as Error).message).toMatch(words);

    const storage = await open(`file:${folder.join('files')}`);
    await putFile(storage.files, 'orders/1/a', Buffer.from('a'));
    await storage.close();
  });
});
