import { describe, expect, it } from '@jest/globals';
import { readFetchedResult } from './read-plain-result.js';

const URL_ASKED = 'https://api.example/v1/files/file%2D1/report.bin?key=x';

function read(bytes: Buffer | string, headers: Record<string, string> = {}, status = 200): unknown {
  const found = readFetchedResult({ status, headers, url: URL_ASKED }, Buffer.from(bytes));
  return found.ok ? found.result : found.problem;
}

const typed = (type: string) => ({ 'content-type': type });
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

describe('a result that was fetched', () => {
  it.each([
    ['application/json', '{ "n": 1.00 }', { outputType: 'json', text: '{ "n": 1.00 }' }],
    ['Application/JSON; charset=utf-8', '[]', { outputType: 'json', text: '[]' }],
    ['application/problem+json', '{}', { outputType: 'json', text: '{}' }],
    ['application/json', '\ufeff{}', { outputType: 'json', text: '{}' }],
    ['text/csv', 'a,b', { outputType: 'csv', text: 'a,b' }],
    ['text/html; charset=utf-8', '<p>hi', { outputType: 'html', text: '<p>hi' }],
    ['text/plain', 'hi', { outputType: 'text', text: 'hi' }],
    ['text/markdown', '# hi', { outputType: 'text', text: '# hi' }],
    ['application/octet-stream', '{"a":1}\n{"a":2}\n', { outputType: 'text', text: '{"a":1}\n{"a":2}\n' }],
    ['application/jsonl', '{}', { outputType: 'text', text: '{}' }],
    ['', 'ünïcode', { outputType: 'text', text: 'ünïcode' }],
  ])('of type %j with %j is told by type and bytes', (type, body, result) => {
    expect(read(body, typed(type))).toMatchObject(result);
  });

  it.each([
    ['image/png', png, 'image/png'],
    ['application/pdf', Buffer.from('%PDF-1.7 and no more'), 'application/pdf'],
    ['image/svg+xml; charset=utf-8', Buffer.from('<svg/>'), 'image/svg+xml'],
    ['text/plain', Buffer.from([0xfc, 0x62]), 'text/plain'],
    ['application/octet-stream', Buffer.from('a\0b'), 'application/octet-stream'],
    ['not a type', png, 'application/octet-stream'],
  ])('of type %j is a file', (type, bytes, mimeType) => {
    expect(read(bytes, typed(type))).toEqual({
      ...{ outputType: 'file', text: null, longText: null, url: null },
      files: [{ filename: 'report.bin', mimeType, bytes }],
    });
  });

  it('is named by Content-Disposition, reduced to a safe name', () => {
    const headers = { 'content-type': 'image/png', 'content-disposition': 'attachment; filename="../../a b.png"' };
    expect(read(png, headers)).toMatchObject({ files: [{ filename: 'a b.png' }] });
  });

  it.each([
    ['an empty body', '', {}, 200, 'The URL of the result answered with an empty body.'],
    ['a refusal', 'no', {}, 404, 'The URL of the result answered HTTP 404.'],
    ['what calls itself JSON and is none', '<p>', typed('application/json'), 200, 'does not hold valid JSON'],
    ['a Content-Encoding', 'x', { 'content-encoding': 'gzip' }, 200, 'Content-Encoding gzip'],
  ])('is refused: %s', (_what, body, headers, status, problem) => {
    expect(read(body, headers, status)).toEqual(expect.stringContaining(problem));
  });
});
