import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  checkAlertUrl,
  checkJobUrl,
  checkStatusUrl,
  fillStatusUrl,
  MAX_URL_LENGTH,
  originOf,
  readRemoteId,
  redactUrl,
  type UrlCheck,
} from './url-rules.js';

function url(check: UrlCheck): string {
  if (!check.ok) throw new Error(check.problem);
  return check.url;
}

function problem(check: UrlCheck): string {
  if (check.ok) throw new Error(`was accepted: ${check.url}`);
  expect(check.problem).toMatch(/\.$/);
  return check.problem;
}

describe('a job URL', () => {
  it.each([
    ['https://a.com', 'https://a.com/'],
    ['HTTPS://A.com:443/x/../y?q=1', 'https://a.com/y?q=1'],
    ['https://bücher.de/ä', 'https://xn--bcher-kva.de/%C3%A4'],
    ['https://127.1:8443/x', 'https://127.0.0.1:8443/x'],
    ['https://[::1]/x', 'https://[::1]/x'],
    ['https://a.com/%7Bword%7D?filter={"a":1}', 'https://a.com/%7Bword%7D?filter={%22a%22:1}'],
    ['https://a.com/mail@b.com', 'https://a.com/mail@b.com'],
  ])('takes %s as %s', (text, expected) => {
    expect(url(checkJobUrl(text))).toBe(expected);
    expect(url(checkAlertUrl(text))).toBe(expected);
  });

  it.each([
    ['', 'https://'],
    ['a.com', 'begin with https://'],
    ['http://a.com', 'begin with https://'],
    ['ftp://a.com', 'begin with https://'],
    ['https:a.com', 'begin with https://'],
    ['https:/a.com', 'begin with https://'],
    ['https:///a.com', 'no host'],
    ['https://?x', 'no host'],
    ['https://:443/x', 'cannot be read'],
    ['https://a.com:99999/', 'cannot be read'],
    ['https://a b.com/', 'spaces'],
    [' https://a.com/', 'spaces'],
    ['https://a.com/\t', 'spaces'],
    ['https://a.com/x\n', 'spaces'],
    ['https://a.com/\u0000', 'control'],
    ['https://good.com\\@evil.com/', 'backslash'],
    ['https://me:pw@a.com/', 'credentials'],
    ['https://@a.com/', 'credentials'],
    ['https://a.com/#', 'fragment'],
    ['https://a.com/x#y', 'fragment'],
    ['https://{order_id}.a.com/', 'host'],
    ['https://a.com/{order_id}', 'takes no placeholders'],
    ['https://a.com/?x={inputs.size}', 'takes no placeholders'],
    ['https://a.com/x}', 'stray braces'],
    ['https://%31%32%zz/', 'cannot be read'],
  ])('refuses %j', (text, words) => {
    expect(problem(checkJobUrl(text))).toContain(words);
    expect(problem(checkAlertUrl(text))).toContain(words);
  });

  it('refuses what is no text', () => {
    for (const value of [undefined, null, 7, {}, ['https://a.com']]) expect(checkJobUrl(value).ok).toBe(false);
  });

  it('counts the characters given and those of the canonical form', () => {
    const longest = `https://a.com/${'x'.repeat(MAX_URL_LENGTH - 14)}`;
    expect(url(checkJobUrl(longest))).toBe(longest);
    expect(problem(checkJobUrl(`${longest}x`))).toContain('2048');
    expect(problem(checkJobUrl(`https://a.com/${'é'.repeat(700)}`))).toContain('once encoded');
  });

  it('is stable: the canonical form is its own canonical form', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }), (text) => {
        const canonical = url(checkJobUrl(text));
        expect(url(checkJobUrl(canonical))).toBe(canonical);
      }),
    );
  });
});

describe('a status URL', () => {
  it.each([
    ['https://a.com/status/{order_id}', 'https://a.com/status/{order_id}'],
    ['https://a.com/{order_id}/x-{order_id}.json?v=1', 'https://a.com/{order_id}/x-{order_id}.json?v=1'],
    ['https://A.com/orderid0x/./{order_id}', 'https://a.com/orderid0x/{order_id}'],
    ['https://a.com/%7Border_id%7D/{order_id}', 'https://a.com/%7Border_id%7D/{order_id}'],
    ['https://a.com/status?job_id={remote_id}', 'https://a.com/status?job_id={remote_id}'],
    ['https://A.com/./{order_id}/{remote_id}?x={remote_id}', 'https://a.com/{order_id}/{remote_id}?x={remote_id}'],
  ])('takes %s as %s', (text, expected) => expect(url(checkStatusUrl(text))).toBe(expected));

  it.each([
    ['https://a.com/status', 'must hold {order_id}'],
    ['https://a.com/%7Border_id%7D', 'must hold {order_id}'],
    ['https://a.com/{ORDER_ID}', 'must hold {order_id}'],
    ['https://{order_id}.a.com/{order_id}', 'host'],
    ['https://a.com:{order_id}/', 'host or port'],
    ['https://{order_id}@a.com/', 'credentials'],
    ['https://a.com/?id={order_id}', 'not in its query'],
    ['https://a.com/{order_id}?id={order_id}', 'not in its query'],
    ['https://a.com/{order_id}/../x', '".."'],
    ['https://a.com/{order_id}/%2E%2e/x', '".."'],
    ['https://a.com/{remote_id}/../x', '".."'],
    ['https://{remote_id}.a.com/', 'host'],
    ['https://a.com/{remote_id}?id={order_id}', 'not in its query'],
    ['https://a.com/{order_id}/{run}', 'placeholder {run}'],
    ['https://a.com/{order_id}?run={run}', 'placeholder {run}'],
    ['https://a.com/{{order_id}}', 'stray braces'],
    ['https://a.com/{order_id}/{', 'stray braces'],
    ['http://a.com/{order_id}', 'begin with https://'],
    ['https://a.com/x#{order_id}', 'fragment'],
  ])('refuses %s', (text, words) => expect(problem(checkStatusUrl(text))).toContain(words));

  it('is filled with the encoded id, in every place', () => {
    const template = url(checkStatusUrl('https://a.com/{order_id}/x/{order_id}'));
    expect(fillStatusUrl(template, 'a/b?$& é', null)).toBe(
      'https://a.com/a%2Fb%3F%24%26%20%C3%A9/x/a%2Fb%3F%24%26%20%C3%A9',
    );
    expect(originOf(template)).toBe('https://a.com');
    expect(originOf('https://a.com:8443/{order_id}')).toBe('https://a.com:8443');
  });

  it('keeps its origin whatever the id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 3 }), (id) => {
        expect(new URL(fillStatusUrl('https://a.com/s/{order_id}', id, null) ?? '').pathname.split('/')).toHaveLength(
          3,
        );
      }),
    );
  });

  it('by the remote id needs one, and never lets it leave its place', () => {
    const template = url(checkStatusUrl('https://a.com/s/{remote_id}?id={remote_id}'));
    expect(fillStatusUrl(template, 'o', null)).toBeNull();
    expect(fillStatusUrl(template, 'o', '../{order_id}?&x=1#')).toBe(
      'https://a.com/s/..%2F%7Border_id%7D%3F%26x%3D1%23?id=..%2F%7Border_id%7D%3F%26x%3D1%23',
    );
  });

  it.each([
    ['abc', 'abc'],
    [17, '17'],
    ['', null],
    ['..', null],
    ['.', null],
    ['x'.repeat(501), null],
    ['\ud800', null],
    [null, null],
    [{}, null],
  ])('reads %j as a remote id: %j', (value, id) => expect(readRemoteId(value)).toBe(id));

  it('is redacted like any URL', () => {
    expect(redactUrl('https://a.com/{order_id}?k=v')).toBe('https://a.com/{order_id}?k=••••');
  });
});
