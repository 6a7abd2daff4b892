import { createHmac, timingSafeEqual } from 'node:crypto';
import { signatureProblem } from '../support/signature-check.js';
import type { SellerRequest } from '../support/scripted-seller.js';

type FliqHeader = 'x-fliq-signature' | 'x-fliq-previous-signature';

/**
 * The check that Fliq publishes for receivers, written from its words and not from our code: HMAC-SHA256 by the secret's text over
 * "{timestamp}.{METHOD}.{url}.{body}", in hex after `v1=`. `url` is the receiver's own, as it was given to us.
 */
export function fliqTakes(
  request: SellerRequest,
  url: string,
  secret: string,
  header: FliqHeader = 'x-fliq-signature',
): boolean {
  const given = String(request.headers[header] ?? '');
  const timestamp = String(request.headers['x-fliq-timestamp'] ?? '');
  const text = [timestamp, request.method, url, request.body.toString('utf8')].join('.');
  const expected = `v1=${createHmac('sha256', secret).update(text).digest('hex')}`;
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

/** By the `standardwebhooks` package; `now` in epoch milliseconds. */
export function standardTakes({ headers, body }: SellerRequest, secret: string, now: number): boolean {
  return signatureProblem({ secret, headers, body: body.toString(), now, toleranceMs: 300_000 }) === undefined;
}

/** The names of our own headers that a request bears, sorted. */
export function ourHeaders({ headers }: SellerRequest): string[] {
  return Object.keys(headers)
    .filter((name) => name.startsWith('x-fliq-') || name.startsWith('webhook-'))
    .sort();
}
