import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { DiskFiles } from '../../../src/storage/files/disk-files.js';
import { putFile, StorageUnavailable } from '../../../src/storage/files/file-store.js';
import { makeTempFolder, type TempFolder } from '../../support/temp-folder.js';
import { fileStoreSuite } from './suite.js';

const filesIn = (folder: TempFolder) =>
  existsSync(folder.join('files')) ? readdirSync(folder.join('files'), { recursive: true, encoding: 'utf8' }) : [];

describe('files on the disk', () => {
  fileStoreSuite('disk', async () => {
    const folder = makeTempFolder();
    return {
      place: { kind: 'file', path: folder.join('files') },
      leftovers: async () => filesIn(folder).filter((name) => /part|probe/.test(name)),
      vanish: async () => {
        rmSync(folder.join('files'), { recursive: true });
        writeFileSync(folder.join('files'), 'in its way');
      },
      close: async () => folder.remove(),
    };
  });

  describe('that fails', () => {
    const folder = makeTempFolder();
    const store = new DiskFiles(folder.join('files'));
    afterEach(() => void jest.restoreAllMocks());
    afterAll(() => folder.remove());

    /** Every write of a file fails from now on, as it does on the full disk that Linux keeps at hand. */
    async function fillDisk(): Promise<void> {
      const full = await open('/dev/full', 'w');
      const failure = await full.writeFile('x').then(
        () => new Error('there is room'),
        (error: Error) => error,
      );
      const handles = Object.getPrototypeOf(full) as FileHandle;
      await full.close();
      jest.spyOn(handles, 'writeFile').mockRejectedValue(failure);
    }

    it('says so by its own code, when it is full, and keeps no half of the file', async () => {
      await fillDisk();
      const failure = await putFile(store, 'orders/1/a', Buffer.alloc(10)).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StorageUnavailable);
      expect(failure).toMatchObject({ code: 'ENOSPC', cause: { code: 'ENOSPC', syscall: 'write' } });
      expect(filesIn(folder).filter((name) => name.includes('part'))).toEqual([]);
      expect(await store.read('orders/1/a')).toBeNull();
      expect(await store.check()).toBe('the folder for result files cannot be written (ENOSPC)');
    });

    it('says so, when its folders cannot be flushed, and the file is not there', async () => {
      const writer = await store.begin('orders/1/b');
      await writer.write(Buffer.alloc(10));
      const probe = await open(folder.path);
      const handles = Object.getPrototypeOf(probe) as FileHandle;
      await probe.close();
      const broken = Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' });
      jest.spyOn(handles, 'sync').mockResolvedValueOnce(undefined).mockRejectedValueOnce(broken);
      await expect(writer.commit()).rejects.toMatchObject({ name: 'StorageUnavailable', code: 'EIO' });
      expect(await store.read('orders/1/b')).toBeNull();
      expect(filesIn(folder).filter((name) => name.includes('part'))).toEqual([]);
    });
  });

  it("are nobody else's to read", async () => {
    const folder = makeTempFolder();
    const store = new DiskFiles(folder.join('files'));
    await putFile(store, 'orders/1/a', Buffer.from('a'));
    for (const name of ['files', 'files/orders', 'files/orders/1', 'files/orders/1/a']) {
      const handle = await open(folder.join(name));
      expect((await handle.stat()).mode & 0o077).toBe(0);
      await handle.close();
    }
    folder.remove();
  });
});
