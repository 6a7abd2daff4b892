import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkAuthHeaders, maskHeaderValue, MAX_HEADER_CHARS, MAX_HEADERS, type FieldProblem } from './header-rules.js';

function problems(value: unknown): FieldProblem[] {
  const check = checkAuthHeaders(value);
  if (check.ok) throw new Error('was accepted');
  return check.problems;
}

describe('auth headers', () => {
  it('are kept as they are written', () => {
    const headers = { Authorization: 'Bearer abc', 'x-key': 'caf\u00e9 "q", \u00ff', "a!#$%&'*+-.^_`|~9": 'v' };
    expect(checkAuthHeaders(headers)).toEqual({ ok: true, headers });
  });

  it.each([undefined, null, 'a', 7, [], ['a']])('must be an object, not %j', (value) => {
    expect(problems(value)).toEqual([{ field: 'auth_headers', message: expect.stringContaining('object') }]);
  });

  it.each(['', 'a b', 'a:b', 'a\r\nb', 'é', 'a\u0000', '(x)', 'a/b', '\ud83d\ude00'])('refuse the name %j', (name) => {
    expect(problems({ [name]: 'v' })).toEqual([
      { field: `auth_headers.${name}`, message: expect.stringContaining('header name') },
    ]);
  });

  it.each([
    'Connection',
    'KEEP-ALIVE',
    'proxy-authorization',
    'Proxy-Anything',
    'TE',
    'trailer',
    'Transfer-Encoding',
    'Upgrade',
    'Host',
    'Content-Type',
    'content-length',
    'Content-Anything',
    'Expect',
    'accept',
    'Accept-Encoding',
    'User-Agent',
    'Idempotency-Key',
    'webhook-id',
    'Webhook-Timestamp',
    'webhook-signature',
    'If-None-Match',
    'If-Modified-Since',
    'Prefer',
    'X-Request-Id',
  ])('refuse %s', (name) => expect(problems({ [name]: 'v' })).toHaveLength(1));

  it.each([
    'a\rb',
    'a\nb',
    'a\r\nX: y',
    'a\u0000b',
    'a\tb',
    '\u007f',
    '\u0085',
    '€',
    '\ud83d\ude00',
    ' a',
    'a ',
    ' ',
    '',
    7,
    null,
    ['a'],
    {},
  ])('refuse the value %j and do not repeat it', (value) => {
    const found = problems({ 'X-Key': value });
    expect(found).toEqual([{ field: 'auth_headers.X-Key', message: expect.stringContaining('value') }]);
  });

  it('refuse the same name in another case, and tell every problem at once', () => {
    const found = problems({ 'X-Key': 'a', 'x-key': 'b', Host: 'h', 'X-Other': 'a\nb' });
    expect(found.map((each) => each.field)).toEqual([
      'auth_headers.x-key',
      'auth_headers.Host',
      'auth_headers.X-Other',
    ]);
  });

  it('are at least one, at most 20, and 8 KiB in all', () => {
    const many = (count: number): object =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, 'v']));
    expect(problems({})).toHaveLength(1);
    expect(checkAuthHeaders(many(MAX_HEADERS)).ok).toBe(true);
    expect(problems(many(MAX_HEADERS + 1))[0]?.message).toContain('at most 20');
    expect(checkAuthHeaders({ k: 'v'.repeat(MAX_HEADER_CHARS - 1) }).ok).toBe(true);
    expect(problems({ k: 'v'.repeat(MAX_HEADER_CHARS) })[0]?.message).toContain('8192');
  });

  it('never show a value in a problem, and accept only what can stand in a header line', () => {
    const value = fc.string({ unit: 'binary' }).map((text) => `hunter2${text}`);
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary', maxLength: 8 }), value), (headers) => {
        const check = checkAuthHeaders(headers);
        if (!check.ok) expect(JSON.stringify(check.problems)).not.toContain('hunter2');
        else expect(() => new Headers(check.headers)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('keep a header named like a part of every object harmless', () => {
    const headers = JSON.parse('{"__proto__":"v"}') as unknown;
    const check = checkAuthHeaders(headers);
    expect(check.ok && Object.keys(check.headers)).toEqual(['__proto__']);
  });

  it('show the last four characters of long values only', () => {
    expect(maskHeaderValue('')).toBe('••••');
    expect(maskHeaderValue('123456789012345')).toBe('••••');
    expect(maskHeaderValue('1234567890123456')).toBe('••••3456');
  });
});
