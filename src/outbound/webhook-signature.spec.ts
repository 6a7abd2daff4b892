import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { isWebhookSecret, newWebhookSecret, signWebhook, verifyWebhook } from './webhook-signature.js';

/** The example of the specification and its libraries. */
const vector = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestampS: 1614265330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const nowS = vector.timestampS;
const signed = signWebhook({ ...vector, secrets: [vector.secret] });
const verify = (change: Partial<Parameters<typeof verifyWebhook>[0]>): ReturnType<typeof verifyWebhook> =>
  verifyWebhook({ headers: signed, body: vector.body, secret: vector.secret, nowS, ...change });

describe('signWebhook', () => {
  it("makes the specification's own signature", () => {
    expect(signed).toEqual({
      'webhook-id': vector.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': vector.signature,
    });
  });

  it('signs once per secret while one is being rotated, and either verifies', () => {
    const secrets = [newWebhookSecret(), newWebhookSecret()];
    const headers = signWebhook({ ...vector, secrets });
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const secret of secrets) expect(verify({ headers, secret })).toEqual({ ok: true, id: vector.id });
    expect(verify({ headers, secret: newWebhookSecret() }).ok).toBe(false);
  });

  it('agrees with the reference library on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uint8Array({ minLength: 24, maxLength: 64 }), (body, key) => {
        const secret = `whsec_${Buffer.from(key).toString('base64')}`;
        const ours = signWebhook({ ...vector, body, secrets: [secret] })['webhook-signature'];
        expect(ours).toBe(new Webhook(secret).sign(vector.id, new Date(vector.timestampS * 1000), body));
      }),
    );
  });

  it('makes what the reference library verifies', () => {
    const secret = newWebhookSecret();
    const headers = signWebhook({ id: 'evt_1', timestampS: Date.now() / 1000, body: '{"a":"ü"}', secrets: [secret] });
    expect(new Webhook(secret).verify('{"a":"ü"}', headers)).toEqual({ a: 'ü' });
  });

  it('refuses to sign with what is no secret', () => {
    expect(() => signWebhook({ ...vector, secrets: ['hunter2'] })).toThrow('Not a webhook secret');
  });
});

describe('verifyWebhook', () => {
  it('takes a true message, as text or bytes, with headers in any case', () => {
    const headers = {
      'Webhook-Id': vector.id,
      'WEBHOOK-TIMESTAMP': String(nowS),
      'Webhook-Signature': vector.signature,
    };
    expect(verify({})).toEqual({ ok: true, id: vector.id });
    expect(verify({ body: Buffer.from(vector.body), headers })).toEqual({ ok: true, id: vector.id });
  });

  it.each([
    ['the body', { body: vector.body.replace('2432232314', '2432232315') }],
    ['the id', { headers: { ...signed, 'webhook-id': 'msg_other' } }],
    ['the timestamp', { headers: { ...signed, 'webhook-timestamp': String(nowS + 1) } }],
    ['the signature', { headers: { ...signed, 'webhook-signature': vector.signature.replace('g0hM', 'g0hN') } }],
    ['the secret', { secret: newWebhookSecret() }],
    ['the version', { headers: { ...signed, 'webhook-signature': vector.signature.replace('v1,', 'v2,') } }],
  ])('refuses a message after a change of %s', (_what, change) => {
    expect(verify(change)).toEqual({ ok: false, problem: 'webhook-signature does not match' });
  });

  it('tells bodies apart that are equally broken as text', () => {
    const body = Buffer.from([0x7b, 0xff, 0x7d]);
    const headers = signWebhook({ ...vector, body, secrets: [vector.secret] });
    expect(verify({ headers, body }).ok).toBe(true);
    expect(verify({ headers, body: Buffer.from([0x7b, 0xfe, 0x7d]) }).ok).toBe(false);
  });

  it('allows five minutes either way and not a second more', () => {
    expect(verify({ nowS: nowS + 300 }).ok).toBe(true);
    expect(verify({ nowS: nowS - 300 }).ok).toBe(true);
    expect(verify({ nowS: nowS + 301 })).toEqual({
      ok: false,
      problem: 'webhook-timestamp is more than 5 minutes old',
    });
    expect(verify({ nowS: nowS - 301 })).toEqual({
      ok: false,
      problem: 'webhook-timestamp is more than 5 minutes ahead',
    });
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('needs %s', (name) => {
    const headers = { ...signed, [name]: undefined };
    expect(verify({ headers })).toMatchObject({ ok: false, problem: expect.stringContaining('are required') });
  });

  it.each(['', '-5', '1e9', '1614265330abc', ' 1614265330', '1614265330.5', 'NaN'])(
    'does not read %j as a timestamp',
    (timestamp) => {
      expect(verify({ headers: { ...signed, 'webhook-timestamp': timestamp } }).ok).toBe(false);
    },
  );

  it.each(['', 'v1', 'v1,', 'v1,AAAA', ',', 'v1a,abc', 'x'.repeat(10_000)])(
    'does not take the signature %.20j',
    (text) => {
      expect(verify({ headers: { ...signed, 'webhook-signature': text } }).ok).toBe(false);
    },
  );

  it('passes over signatures of other versions beside the right one', () => {
    const headers = { ...signed, 'webhook-signature': `v1a,abc v2,def ${vector.signature}` };
    expect(verify({ headers }).ok).toBe(true);
  });
});

describe('a webhook secret', () => {
  it('is made anew each time and is recognised', () => {
    const [a, b] = [newWebhookSecret(), newWebhookSecret()];
    expect(a).not.toBe(b);
    expect(isWebhookSecret(a)).toBe(true);
    expect(isWebhookSecret(vector.secret)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['no prefix', Buffer.alloc(32).toString('base64')],
    ['too short', `whsec_${Buffer.alloc(23).toString('base64')}`],
    ['too long', `whsec_${Buffer.alloc(65).toString('base64')}`],
    ['not base64', 'whsec_????????????????????????????????'],
    ['base64url', `whsec_${Buffer.alloc(32, 0xfb).toString('base64url')}`],
    ['without its padding', `whsec_${Buffer.alloc(32).toString('base64').replace('=', '')}`],
    ['followed by a line break', `whsec_${Buffer.alloc(32).toString('base64')}\n`],
  ])('is not one when it is %s', (_what, text) => {
    expect(isWebhookSecret(text)).toBe(false);
  });
});
