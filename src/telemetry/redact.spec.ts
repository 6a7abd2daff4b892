import { describe, expect, it } from '@jest/globals';
import { maskSecrets, plainError, redactHeaders } from './redact.js';

describe('headers in logs', () => {
  it('show values only where no secret can stand', () => {
    const safe = redactHeaders({
      'Content-Type': 'application/json',
      'Retry-After': '7',
      Authorization: 'Bearer CANARY',
      'X-Shop-Key': 'CANARY',
      'set-cookie': ['a=CANARY', 'b=CANARY'],
      'webhook-signature': 'v1,CANARY',
      gone: undefined,
    });
    expect(safe).toEqual({
      'content-type': 'application/json',
      'retry-after': '7',
      authorization: '••••',
      'x-shop-key': '••••',
      'set-cookie': '••••',
      'webhook-signature': '••••',
    });
  });
});

describe('fields in logs', () => {
  it.each([
    'authorization',
    'Cookie',
    'X-Callback-Secret',
    'webhook-signature',
    'auth_headers',
    'signingSecret',
    'token',
  ])('are masked under %s at any depth', (key) => {
    const text = JSON.stringify(
      maskSecrets({ [key]: 'CANARY', a: { [key]: ['CANARY'], b: [{ c: { [key]: 'CANARY' } }] } }),
    );
    expect(text).not.toContain('CANARY');
    expect(text.match(/••••/g)).toHaveLength(3);
  });

  it('stay as they are otherwise', () => {
    const fields = { n: 1, text: 'x', none: null, missing: undefined, yes: true, list: [1, { a: 'b' }] };
    expect(maskSecrets(fields)).toEqual(fields);
  });

  it('hold no bytes and no bottomless objects', () => {
    const circle: Record<string, unknown> = { bytes: Buffer.from('CANARY'), at: new Date(0) };
    circle['self'] = circle;
    const safe = maskSecrets(circle);
    expect(safe).toMatchObject({ bytes: '(6 bytes)', at: '1970-01-01T00:00:00.000Z' });
    expect(JSON.stringify(safe)).toContain('(deeper)');
  });
});

describe('an error in logs', () => {
  it('is cut down to what we know to be harmless', () => {
    const error = Object.assign(new Error('refused', { cause: new TypeError('inner') }), {
      code: 'ECONNREFUSED',
      config: { headers: { Authorization: 'CANARY' } },
    });
    const { stack, ...rest } = plainError(error);
    expect(rest).toEqual({ type: 'Error', message: 'refused', code: 'ECONNREFUSED', cause: 'TypeError: inner' });
    expect(stack).toContain('redact.spec');
    expect(JSON.stringify(maskSecrets({ error }))).not.toContain('CANARY');
  });

  it('may be anything that was thrown', () => {
    expect(plainError('text')).toEqual({ type: 'string', message: 'text' });
    expect(plainError(null)).toEqual({ type: 'object', message: 'null' });
    expect(plainError({ token: 'CANARY' })).toEqual({ type: 'object', message: '[object Object]' });
  });
});
