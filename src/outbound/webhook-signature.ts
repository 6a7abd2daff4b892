import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Standard Webhooks 1.0.0 (https://www.standardwebhooks.com), symmetric scheme `v1`. By node:crypto and not by the
 * `standardwebhooks` package: that one signs with one secret, reads the clock itself, and turns the body into text, so
 * that two bodies of different invalid UTF-8 bytes have one signature. The tests hold ours against it.
 */
export interface WebhookToSign {
  /** Unique per message, the same on every try. No line breaks; ours hold no dots. */
  readonly id: string;
  /** Unix seconds. */
  readonly timestampS: number;
  readonly body: string | Uint8Array;
  /** `whsec_...`; while a secret is being rotated, the old one and the new one. */
  readonly secrets: readonly string[];
}

export interface WebhookToVerify {
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it came, not parsed and written again. */
  readonly body: string | Uint8Array;
  readonly secret: string;
  /** Unix seconds. */
  readonly nowS: number;
}

export type VerifiedWebhook =
  { readonly ok: true; readonly id: string } | { readonly ok: false; readonly problem: string };

const PREFIX = 'whsec_';
const MIN_BYTES = 24;
const MAX_BYTES = 64;
/** How far the sender's clock may be off, and how long a captured message may be played again. */
const TOLERANCE_S = 300;

/**
 * The three headers of a message, with one signature per secret.
 * @throws when a secret is not one; they are checked when they are set, so this is a bug.
 */
export function signWebhook({ id, timestampS, body, secrets }: WebhookToSign): Record<string, string> {
  const timestamp = String(Math.floor(timestampS));
  const signatures = secrets.map((secret) => `v1,${digest(secret, id, timestamp, body).toString('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** Checks a message that came in. One matching `v1` signature is enough; other versions are passed over. */
export function verifyWebhook({ headers, body, secret, nowS }: WebhookToVerify): VerifiedWebhook {
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature');
  if (!id || !timestamp || !signatures)
    return problem('webhook-id, webhook-timestamp and webhook-signature are required');
  if (!/^\d{1,12}$/.test(timestamp)) return problem('webhook-timestamp must be Unix seconds');
  if (Number(timestamp) < nowS - TOLERANCE_S) return problem('webhook-timestamp is more than 5 minutes old');
  if (Number(timestamp) > nowS + TOLERANCE_S) return problem('webhook-timestamp is more than 5 minutes ahead');
  const expected = digest(secret, id, timestamp, body);
  return matches(signatures, expected) ? { ok: true, id } : problem('webhook-signature does not match');
}

/** A new secret: `whsec_` and 32 random bytes. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** `whsec_` and 24 to 64 bytes in canonical base64. */
export function isWebhookSecret(text: string): boolean {
  const key = keyOf(text);
  return key !== null && key.length >= MIN_BYTES && key.length <= MAX_BYTES;
}

function digest(secret: string, id: string, timestamp: string, body: string | Uint8Array): Buffer {
  const key = keyOf(secret);
  if (key === null) throw new Error('Not a webhook secret (whsec_ and base64).');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

function matches(signatures: string, expected: Buffer): boolean {
  let found = false;
  for (const one of signatures.split(' ')) {
    const given = one.startsWith('v1,') ? Buffer.from(one.slice(3), 'base64') : Buffer.alloc(0);
    if (given.length === expected.length && timingSafeEqual(given, expected)) found = true;
  }
  return found;
}

function keyOf(secret: string): Buffer | null {
  if (!secret.startsWith(PREFIX)) return null;
  const text = secret.slice(PREFIX.length);
  const key = Buffer.from(text, 'base64');
  // Buffer reads anything as base64; only what it writes back the same was base64.
  return key.length > 0 && key.toString('base64') === text ? key : null;
}

function headerOf(headers: WebhookToVerify['headers'], name: string): string | undefined {
  const found = headers[name] ?? Object.entries(headers).find(([given]) => given.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : undefined;
}

function problem(text: string): VerifiedWebhook {
  return { ok: false, problem: text };
}
