import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonValue } from '../strict-json.js';
import { RESULT_KINDS, toResult, type ResultKind } from './foreign-result.js';

const good = (value: JsonValue, as?: ResultKind) => {
  const read = toResult(value, as);
  return read.ok ? read.result : read.problem;
};
const A = 'https://cdn.example/a.png';
const B = 'https://cdn.example/b';
const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';

describe('a value taken for a result', () => {
  it.each<[string, JsonValue, object]>([
    ['a URL', A, { outputType: 'url', url: A }],
    ['a list of one URL', [A], { outputType: 'url', url: A }],
    [
      'a list of URLs',
      [A, B],
      {
        outputType: 'file',
        files: [
          { filename: 'a.png', url: A },
          { filename: 'b', url: B },
        ],
      },
    ],
    ['a data: URI', PIXEL, { outputType: 'file', files: [{ mimeType: 'image/gif', bytes: expect.any(Buffer) }] }],
    ['URLs and data: URIs', [A, PIXEL], { outputType: 'file', files: [{ url: A }, { mimeType: 'image/gif' }] }],
    ['a list of one data: URI', [PIXEL], { outputType: 'file', files: [{ mimeType: 'image/gif' }] }],
    ['a text', 'See https://cdn.example/a.png', { outputType: 'text', text: 'See https://cdn.example/a.png' }],
    ['an empty text', '', { outputType: 'text', text: '' }],
    ['a data: URI that is not in base64', 'data:,hi', { outputType: 'text', text: 'data:,hi' }],
    ['a list of texts', ['a', 'b'], { outputType: 'json', text: '["a","b"]' }],
    ['a list of URLs and texts', [A, 'b'], { outputType: 'json', text: `["${A}","b"]` }],
    ['an empty list', [], { outputType: 'json', text: '[]' }],
    ['an object', { url: A }, { outputType: 'json', text: `{"url":"${A}"}` }],
    ['a number', 7, { outputType: 'json', text: '7' }],
    ['null', null, { outputType: 'json', text: 'null' }],
  ])('is, by what it looks like: %s', (_what, value, result) => expect(good(value)).toMatchObject(result));

  it.each<[JsonValue, string]>([
    ['http://cdn.example/a.png', 'result_url: must be https.'],
    [[A, 'http://cdn.example/b'], 'files[1].result_url: must be https.'],
    ['https://me:pw@cdn.example/a.png', 'result_url: must not hold a user name or password.'],
    [Array<string>(51).fill(A), 'files: at most 50 files, there are 51.'],
    ['data:image/png;base64,a', expect.stringContaining('file_base64: ') as unknown as string],
  ])('is refused by the rules for our own words: %j', (value, problem) => expect(good(value)).toEqual(problem));

  it.each<[ResultKind, JsonValue, object]>([
    ['url', A, { outputType: 'url', url: A }],
    ['urls', A, { outputType: 'url', url: A }],
    ['urls', [A, B], { outputType: 'file' }],
    ['text', A, { outputType: 'text', text: A }],
    ['text', 7, { outputType: 'text', text: '7' }],
    ['json', A, { outputType: 'json', text: `"${A}"` }],
    ['base64', 'aGk=', { outputType: 'file', files: [{ filename: 'result-1', bytes: Buffer.from('hi') }] }],
    ['json_string', '{ "a": 1.0 }', { outputType: 'json', text: '{ "a": 1.0 }' }],
  ])('is a %s where that is said: %j', (as, value, result) => expect(good(value, as)).toMatchObject(result));

  it.each<[ResultKind, JsonValue, string]>([
    ['url', { url: A }, 'The result must be a text that holds a URL.'],
    ['url', 'a.png', 'result_url: must be an absolute https URL of at most 8192 characters.'],
    ['urls', [], 'The list of URLs is empty.'],
    ['urls', [A, 7], 'files[1].result_url: must be an absolute https URL of at most 8192 characters.'],
    ['text', { a: 1 }, 'The result must be a text, and is an object, a list or null.'],
    ['base64', 7, 'The result must be a text that holds base64.'],
    ['json_string', { a: 1 }, 'The result must be a text that holds JSON.'],
    ['json_string', '{', expect.stringContaining('is not JSON that we can read') as unknown as string],
  ])('is no %s: %j', (as, value, problem) => expect(good(value, as)).toEqual(problem));

  it('never throws, whatever it is', () => {
    const kinds = fc.constantFrom(undefined, ...RESULT_KINDS);
    fc.assert(fc.property(fc.jsonValue(), kinds, (value, as) => void toResult(value as JsonValue, as)));
  });
});
