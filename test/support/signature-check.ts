import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';

export interface SignedMessage {
  /** `whsec_...` */
  readonly secret: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as it came. */
  readonly body: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** How far `webhook-timestamp` may lie from now. */
  readonly toleranceMs: number;
}

/**
 * What is wrong with the Standard Webhooks headers of a message, or undefined. Several signatures may stand in the header; one must match.
 * The signature is made by the reference library; its `verify` reads the machine's clock, so the time is held against `now` here.
 */
export function signatureProblem({ secret, headers, body, now, toleranceMs }: SignedMessage): string | undefined {
  const id = header(headers, 'webhook-id');
  if (!id) return 'webhook-id is missing';
  const seconds = Number(header(headers, 'webhook-timestamp'));
  if (!Number.isInteger(seconds) || seconds <= 0) return 'webhook-timestamp is missing or not a number';
  if (Math.abs(now - seconds * 1000) > toleranceMs) return 'webhook-timestamp is too far from now';
  const expected = new Webhook(secret).sign(id, new Date(seconds * 1000), body);
  const given = header(headers, 'webhook-signature').split(' ');
  return given.some((one) => sameText(one, expected)) ? undefined : 'webhook-signature does not match';
}

/** The three headers of a message that we send, signed now. For tests that play the marketplace placing an order. */
export function signedHeaders(secret: string, id: string, now: number, body: string): Record<string, string> {
  const at = new Date(Math.floor(now / 1000) * 1000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(at.getTime() / 1000),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

function header(headers: IncomingHttpHeaders, name: string): string {
  return String(headers[name] ?? '');
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
