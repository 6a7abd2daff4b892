import { describe, expect, it } from '@jest/globals';
import { CallProblem } from './call-problem.js';
import { readTarget, type Target } from './target.js';

const stranger = (url: string): Target | CallProblem => readTarget(url, 'stranger');

describe('readTarget', () => {
  it('takes a URL apart', () => {
    expect(stranger('https://Shop.Example.:8443/a b/%7Bx?q=1#frag')).toEqual({
      trust: 'stranger',
      secure: true,
      origin: 'https://shop.example.:8443',
      host: 'shop.example',
      port: 8443,
      path: '/a%20b/%7Bx?q=1',
    });
  });

  it.each([
    ['https://2130706433/', '127.0.0.1'],
    ['https://0x7f.1/', '127.0.0.1'],
    ['https://0177.0.0.01/', '127.0.0.1'],
    ['https://127.1/', '127.0.0.1'],
    ['https://[::ffff:127.0.0.1]/', '::ffff:7f00:1'],
    ['https://[0:0:0:0:0:0:0:1]/', '::1'],
    ['https://１２７.０.０.１/', '127.0.0.1'],
    ['https://127.0.0.1./', '127.0.0.1'],
  ])('brings %s into the plain form %s', (url, host) => {
    expect(stranger(url)).toMatchObject({ host });
  });

  it.each([
    ['http://shop.example/', 'blocked_address'],
    ['ftp://shop.example/', 'blocked_address'],
    ['file:///etc/passwd', 'blocked_address'],
    ['https://user:pw@shop.example/', 'blocked_address'],
    ['https://user@shop.example/', 'blocked_address'],
    ['shop.example/path', 'connection_error'],
    ['https://', 'connection_error'],
    ['https://[fe80::1%25eth0]/', 'connection_error'],
    ['https://256.0.0.1/', 'connection_error'],
  ])('refuses %s as %s', (url, failure) => {
    expect(stranger(url)).toMatchObject({ failure });
  });

  it('lets the operator use http, but no credentials in the URL', () => {
    expect(readTarget('http://hooks.internal/x', 'operator')).toMatchObject({ secure: false, port: 80 });
    expect(readTarget('http://u:p@hooks.internal/x', 'operator')).toMatchObject({ failure: 'blocked_address' });
  });

  it('never repeats path, query or credentials in a refusal', () => {
    const refused = stranger('http://bob:hunter2@shop.example/secret-path?token=abc') as CallProblem;
    expect(refused.message).toBe('Calls to shop.example must use https:, not http:.');
    const credentials = stranger('https://bob:hunter2@shop.example/secret-path?token=abc') as CallProblem;
    expect(credentials.message).not.toMatch(/bob|hunter2|secret-path|abc/);
  });
});
