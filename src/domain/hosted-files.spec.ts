import { describe, expect, it } from '@jest/globals';
import { hostedFiles, withMirrored } from './hosted-files.js';
import type { StoredFile, StoredResult } from './result.js';

const link: StoredResult = { output_type: 'url', text: null, url: 'https://cdn.example/a', files: [] };
const unknown = { detected_type: null, size: null, sha256: null, key: null };
const kept: StoredFile = {
  ...{ n: 1, filename: 'a.txt', mime_type: 'text/plain', url: null },
  ...{ detected_type: 'text/plain', size: 1, sha256: 'aa', key: 'k1' },
};
const hosted = (n: number): StoredFile => ({
  ...{ n, filename: `${n}.mp4`, mime_type: 'video/mp4', ...unknown, url: `https://cdn.example/${n}` },
});
const several: StoredResult = { output_type: 'file', text: null, url: null, files: [kept, hosted(2), hosted(3)] };
const staged = { key: 'k', size: 7, sha256: 'ff', detectedType: 'image/png' };
const found = { key: 'k', size: 7, sha256: 'ff', detected_type: 'image/png' };

describe('what of a result lies with its seller', () => {
  it('is nothing of a text or a file, the URL of a url, and each hosted file', () => {
    expect(hostedFiles({ ...link, output_type: 'text', text: 'x', url: null })).toEqual([]);
    expect(hostedFiles({ ...several, files: [kept] })).toEqual([]);
    expect(hostedFiles(link)).toEqual([{ n: 1, url: 'https://cdn.example/a', filename: null }]);
    expect(hostedFiles(several).map(({ n, filename }) => [n, filename])).toEqual([
      [2, '2.mp4'],
      [3, '3.mp4'],
    ]);
  });
});

describe('keeping one of them', () => {
  it('gives a url its one file, and keeps the URL', () => {
    const result = withMirrored(link, hostedFiles(link)[0]!, staged, 'a.png');
    const file = { n: 1, filename: 'a.png', mime_type: null, url: 'https://cdn.example/a', ...found };
    expect(result).toEqual({ ...link, files: [file], mirrored: true });
    expect(hostedFiles(result)).toEqual([]);
  });

  it('fills in what is known now, and says mirrored once the last of them is kept', () => {
    const [second, third] = hostedFiles(several);
    const one = withMirrored(several, second!, staged, 'ignored');
    expect(one).toEqual({ ...several, files: [kept, { ...hosted(2), ...found }, hosted(3)] });
    expect(withMirrored(one, third!, staged, 'ignored').mirrored).toBe(true);
  });
});
