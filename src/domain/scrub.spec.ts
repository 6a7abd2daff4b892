import { describe, expect, it } from '@jest/globals';
import { scrub, secretsOfUrl } from './scrub.js';

const key = 'k9"\\/+=&<7f3c1d';
const token = 'Bearer 4f7d0c9a-77aa.b_e~1';

describe('a text without secrets', () => {
  it.each([
    ['the whole value', token],
    ['the credential alone', '4f7d0c9a-77aa.b_e~1'],
    ['JSON', JSON.stringify({ key })],
    ['JSON in JSON', JSON.stringify(JSON.stringify({ key }))],
    ['a URL', `?key=${encodeURIComponent(key)}`],
    ['base64', Buffer.from(key).toString('base64')],
    ['base64url', Buffer.from(token).toString('base64url')],
    ['hex', Buffer.from(key).toString('hex')],
    ['upper-case hex', Buffer.from('4f7d0c9a-77aa.b_e~1').toString('hex').toUpperCase()],
  ])('holds none as %s', (_how, text) => {
    const clean = scrub(`before ${text} after ${text}`, [key, token]);
    expect(clean.split('••••')).toHaveLength(3);
    for (const secret of [key, token.slice(7), JSON.stringify(key).slice(1, -1), text.slice(8, 18)])
      expect(clean).not.toContain(secret);
  });

  it('holds no token and no callback secret of ours, of which only the digest is known', () => {
    const [secret, token_] = [`cbs_${'a1B'.repeat(11)}`, `rt_seller_${'x7Z'.repeat(11)}`];
    expect(scrub(`x-callback-secret: ${secret}; Bearer ${token_}`, [])).toBe('x-callback-secret: ••••; Bearer ••••');
    expect(scrub(`It sent ${secret.slice(0, 20)}`, [])).toBe('It sent ••••');
    expect(scrub('cbs_archive is a table', [])).toBe('cbs_archive is a table');
  });

  it('holds no password and no pair that Basic hides, and no value of a cookie', () => {
    const basic = `Basic ${Buffer.from('buyer:open sesame').toString('base64')}`;
    expect(scrub('No user buyer:open sesame', [basic])).toBe('No user ••••');
    expect(scrub('The password open sesame is wrong', [basic])).toBe('The password •••• is wrong');
    expect(scrub('session 01234567 is over', ['session=01234567; theme=dark'])).toBe('session •••• is over');
    expect(scrub('key c2VjcmV0c2VjcmV0', ['whsec_c2VjcmV0c2VjcmV0'])).toBe('key ••••');
  });

  it('keeps the words around them', () => {
    expect(scrub('Bearer tokens go into a cookie of theme dark', [token, 'theme=dark'])).toBe(
      'Bearer tokens go into a cookie of theme dark',
    );
    expect(scrub('abc', ['abc'])).toBe('abc');
    expect(scrub('', [key])).toBe('');
    expect(scrub('nothing to hide', [])).toBe('nothing to hide');
  });

  it('does not end with the beginning of one, where it was cut', () => {
    const long = `Wrong key: ${'.'.repeat(100)}`;
    for (let length = 6; length < key.length; length++)
      expect(scrub(long + key.slice(0, length), [key])).toBe(`${long}••••`);
    expect(scrub(`${long}${key}${key.slice(0, 9)}`, [key])).toBe(`${long}••••••••`);
    expect(scrub(long + key.slice(0, 3), [key])).toBe(long + key.slice(0, 3));
    const longer = `Bearer ${'0123456789abcdef'.repeat(50)}`;
    expect(scrub(longer.slice(0, 500), [longer])).toBe('••••');
    expect(scrub(longer.slice(7, 507), [longer])).toBe('••••');
  });

  it('is quick to make, also where the text is long or all but a secret', () => {
    const secrets = Array.from({ length: 20 }, (_, i) => `${'a'.repeat(300)}${i}`);
    const started = performance.now();
    for (let i = 0; i < 20; i++) scrub('a'.repeat(16_384), [...secrets]);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('the secrets of a URL', () => {
  it('are the values of its query, as they stand and decoded', () => {
    expect(secretsOfUrl('https://host/a?sig=abc%2Fdefgh&n=7&token=0123456789#x=987654321')).toEqual([
      ...['abc%2Fdefgh', '0123456789', 'abc/defgh', '0123456789'],
    ]);
    expect(secretsOfUrl('/a/b?0123456789abcdef')).toEqual(['0123456789abcdef']);
    expect(secretsOfUrl('https://host/a')).toEqual([]);
  });
});
