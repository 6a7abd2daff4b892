import { describe, expect, it } from '@jest/globals';
import { checkCall, type Wish } from './check-call.js';
import type { CallSpec } from './job.js';

const url = 'https://api.test/hook';

function spec(wish: Wish, known: string[] = []): CallSpec {
  const checked = checkCall({ url, ...wish }, known);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

function fields(wish: Wish): string[] {
  const checked = checkCall({ url, ...wish }, []);
  return checked.ok ? [] : checked.problems.map(({ field }) => field);
}

describe('a call that says nothing but where', () => {
  it('is one POST without a body that may take 30 s', () => {
    expect(spec({})).toEqual({
      ...{ method: 'POST', max_retries: 0, timeout_s: 30, backoff: 'exponential', body: null, ignored: [] },
      secrets: { url, headers: {}, webhook_url: null, webhook_headers: {} },
    });
  });

  it('takes null, and an empty body, for what is left out', () => {
    const names = ['http_method', 'method', 'headers', 'body', 'max_retries', 'timeout_seconds', 'backoff'];
    const nothing = Object.fromEntries([...names, 'webhook_url', 'webhook_headers'].map((name) => [name, null]));
    expect(spec(nothing)).toEqual(spec({}));
    expect(spec({ body: '' })).toEqual(spec({}));
  });

  it('needs to say where', () => {
    expect(fields({ url: undefined })).toEqual(['url']);
    expect(fields({ url: null })).toEqual(['url']);
    expect(fields({ url: 'http://api.test/' })).toEqual(['url']);
  });
});

describe('the method', () => {
  it.each<[Wish, string]>([
    [{ http_method: 'PUT' }, 'PUT'],
    [{ method: 'PATCH' }, 'PATCH'],
    [{ http_method: 'GET', method: 'GET' }, 'GET'],
    [{ http_method: null, method: 'DELETE' }, 'DELETE'],
  ])('is read by either spelling: %j', (wish, method) => {
    expect(spec(wish).method).toBe(method);
  });

  it.each<[Wish, string[]]>([
    [{ http_method: 'get' }, ['http_method']],
    [{ method: 7 }, ['method']],
    [{ http_method: 'FETCH', method: 'TRACE' }, ['http_method', 'method']],
    [{ http_method: 'GET', method: 'PUT' }, ['method']],
  ])('is refused by the name it was given: %j', (wish, names) => {
    expect(fields(wish)).toEqual(names);
  });
});

describe('limits', () => {
  it.each<[Wish]>([
    [{ max_retries: 10, timeout_seconds: 300, backoff: 'linear' }],
    [{ max_retries: 0, timeout_seconds: 1, body: 'x'.repeat(1024 * 1024) }],
  ])('are met by %j', (wish) => {
    expect(fields(wish)).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['max_retries', 11],
    ['max_retries', -1],
    ['max_retries', 1.5],
    ['max_retries', '3'],
    ['timeout_seconds', 0],
    ['timeout_seconds', 301],
    ['timeout_seconds', true],
    ['backoff', 'fast'],
    ['body', { a: 1 }],
    ['body', `é${'x'.repeat(1024 * 1024 - 1)}`],
    ['headers', 'X-Key: 1'],
    ['headers', [['X-Key', '1']]],
    ['webhook_url', 'ftp://a.test/'],
    ['webhook_url', 7],
  ])('are passed by %s (%#)', (field, value) => {
    expect(fields({ [field]: value })[0]).toMatch(new RegExp(`^${field}`));
  });

  it('are told all at once', () => {
    const wish = { url: 1, method: 1, headers: 1, body: 1, max_retries: 'a', timeout_seconds: 'a', backoff: 1 };
    expect(fields({ ...wish, webhook_url: 1, webhook_headers: 1 }).sort()).toEqual(
      [...Object.keys(wish), 'webhook_url', 'webhook_headers'].sort(),
    );
  });
});

describe('headers', () => {
  it('may be any that we do not set, and name the type of the body', () => {
    const headers = { 'X-Key': 'k', 'Content-Type': 'text/xml' };
    const secrets = { headers, webhook_url: url, webhook_headers: headers };
    expect(spec(secrets).secrets).toEqual({ url, ...secrets });
  });

  it.each(['headers', 'webhook_headers'])('in %s cannot be those that we sign with', (field) => {
    const given = { 'x-fliq-delivery-id': 'mine', 'X-FLIQ-Signature': 'v1=0', Host: 'a', fine: 'b' };
    expect(fields({ webhook_url: url, [field]: given }).sort()).toEqual([
      ...[`${field}.Host`, `${field}.X-FLIQ-Signature`, `${field}.x-fliq-delivery-id`],
    ]);
  });

  it('for a webhook need one', () => {
    expect(fields({ webhook_headers: { 'X-Key': 'k' } })).toEqual(['webhook_headers']);
    expect(fields({ webhook_headers: {} })).toEqual([]);
  });
});

describe('fields without meaning', () => {
  it('are named and not refused, as far as nobody else reads them', () => {
    expect(spec({ priority: 1, scheduled_at: 'x', tags: [] }, ['scheduled_at']).ignored).toEqual(['priority', 'tags']);
  });

  it('are named up to twenty, shortened', () => {
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`${i}`.padStart(2, '0').padEnd(100, 'x'), i]),
    );
    const { ignored } = spec(many);
    expect([ignored.length, ignored[0]?.length]).toEqual([20, 60]);
  });
});
