import { describe, expect, it } from '@jest/globals';
import { flatHeaders, headerFault, readHeaders } from './header-guard.js';

describe('a header that may not be sent', () => {
  it.each([
    ['CR LF', 'b\r\nevil: 1'],
    ['a bare LF', 'b\nevil: 1'],
    ['a bare CR', 'b\revil: 1'],
    ['NUL', 'b\0c'],
    ['another control character', 'b\x1bc'],
    ['DEL', 'b\x7fc'],
    ['a character beyond Latin-1', 'sch\u0142\u00f3d'],
    ['a lone surrogate', '\ud800'],
  ])('has a value with %s', (_what, value) => {
    const fault = headerFault({ 'X-Key': value });
    expect(fault).toContain('X-Key');
    expect(fault).not.toContain('evil');
  });

  it.each(['', 'a b', 'a:b', 'a\r\nb', 'naïve', 'a\0'])('has the name %j', (name) => {
    expect(headerFault({ [name]: 'v' })).toBe('The name of a header is not one that HTTP allows.');
  });

  it.each(['Host', 'content-length', 'Transfer-Encoding', 'Connection', 'Expect', 'TE', 'Upgrade', 'Keep-Alive'])(
    'is %s, which belongs to the connection',
    (name) => {
      expect(headerFault({ [name]: 'x' })).toBe(`The header ${name} cannot be set on a call.`);
    },
  );

  it('has a value that is no string', () => {
    expect(headerFault({ 'x-n': 5 as unknown as string })).not.toBeNull();
  });
});

describe('headers on their way out', () => {
  it('may hold tabs, spaces and all of Latin-1', () => {
    expect(headerFault({ 'X-Key': 'a\tb c\u00e9\u00ff', '!#$%&*': '' })).toBeNull();
  });

  it('get the defaults that the caller has not set, in whatever case', () => {
    const defaults = { 'user-agent': 'R/1', 'accept-encoding': 'identity' };
    expect(flatHeaders({ 'User-Agent': 'mine', a: '1' }, defaults)).toEqual([
      ...['User-Agent', 'mine'],
      ...['a', '1'],
      ...['accept-encoding', 'identity'],
    ]);
  });
});

describe('headers on their way in', () => {
  const read = (...raw: string[]): Record<string, string> =>
    readHeaders(raw.map((text) => Buffer.from(text, 'latin1')));

  it('get lower-case names, and repeated ones are joined', () => {
    expect({ ...read('X-A', '1', 'x-a', '2', 'ETag', '"é"') }).toEqual({ 'x-a': '1, 2', etag: '"é"' });
  });

  it('may be named like a member of Object', () => {
    const headers = read('Constructor', 'c', '__proto__', 'p', 'toString', 't');
    expect(Object.entries(headers)).toEqual([
      ['constructor', 'c'],
      ['__proto__', 'p'],
      ['tostring', 't'],
    ]);
    expect(({} as Record<string, unknown>).p).toBeUndefined();
  });
});
