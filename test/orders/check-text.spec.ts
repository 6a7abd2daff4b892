import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { OutputType } from '../../src/domain/result.js';
import { checkText, type TextFindings } from '../../src/orders/check-text.js';
import { eventually } from '../support/eventually.js';
import { makeTempFolder } from '../support/temp-folder.js';

const KIB = 1024;
const FINE: TextFindings = { problem: null, note: null };
const folder = makeTempFolder();
afterAll(() => folder.remove());

/** The turns that the event loop takes while something goes on: how many others had their chance meanwhile. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let next: NodeJS.Immediate;
  const turn = () => {
    turns++;
    next = setImmediate(turn);
  };
  next = setImmediate(turn);
  await work.finally(() => clearImmediate(next));
  return turns;
}

function held(type: OutputType, text: string): Promise<TextFindings> {
  return checkText(type, async () => Readable.from([Buffer.from(text)]), Buffer.byteLength(text));
}

describe('the check of a text', () => {
  it.each<[string, OutputType, string, TextFindings]>([
    ['CSV that is fine', 'csv', 'a,b\n'.repeat(90_000), FINE],
    ['JSON that is fine', 'json', `[${'1,'.repeat(90_000)}1]`, FINE],
    [
      'JSON that is not',
      'json',
      'x'.repeat(200_000),
      { problem: expect.stringContaining('valid JSON') as never, note: null },
    ],
    [
      'a quote that never ends',
      'csv',
      `"${'a\n'.repeat(90_000)}`,
      { problem: expect.stringContaining('never ends') as never, note: null },
    ],
    [
      'a record over 1 MiB',
      'csv',
      `"${'x'.repeat(3_000 * KIB)}"`,
      { problem: null, note: expect.stringContaining('over 1 MiB') as never },
    ],
    ['nothing at all', 'csv', '', FINE],
  ])('closes its file: %s', async (what, type, text, findings) => {
    const path = folder.join(what);
    writeFileSync(path, text);
    const file = (await open(path)).createReadStream();
    expect(await checkText(type, async () => file, text.length)).toEqual(findings);
    await eventually(() => file.closed);
  });

  it('closes its file where storage fails', async () => {
    const file = new Readable({ read: () => file.destroy(new Error('The disk is gone.')) });
    await expect(checkText('csv', async () => file, 9)).rejects.toThrow('The disk is gone.');
    const later = Readable.from(
      (async function* () {
        yield Buffer.from('a,b\n');
        throw new Error('The disk went.');
      })(),
    );
    await expect(checkText('csv', async () => later, 9)).rejects.toThrow('The disk went.');
    expect([file.destroyed, later.destroyed]).toEqual([true, true]);
  });

  it('does not open what it does not check', async () => {
    const never = () => Promise.reject(new Error('was opened'));
    expect(await checkText('html', never, 9)).toEqual(FINE);
    expect((await checkText('csv', never, 8 * KIB * KIB + 1)).note).toMatch(/too long to be checked/);
  });

  it.each<[OutputType, string]>([
    ['csv', 'a\n'.repeat(128 * KIB)],
    ['json', `[${'1,'.repeat(128 * KIB)}1]`],
  ])('lets others have their turn after every 8 KiB of %s', async (type, text) => {
    const check = held(type, text);
    expect(await turnsDuring(check)).toBeGreaterThanOrEqual(32);
    expect(await check).toEqual(FINE);
  });

  it('is the same wherever characters and lines are cut by its pieces', async () => {
    for (let pad = 0; pad < 4; pad++) {
      const cell = 'é😀'.repeat(2 * KIB);
      expect(await held('json', JSON.stringify(['x'.repeat(pad), cell]))).toEqual(FINE);
      const ragged = `${'x'.repeat(pad)}a;${cell}\r\n"${cell}\n";2\r\n1\r\n`;
      expect((await held('csv', ragged)).note).toBe('Line 4 of the CSV has 1 fields, its first line 2.');
    }
  });
});
