import { createHmac } from 'node:crypto';

/** A request as Fliq signs it. */
export interface RequestToSignAsFliq {
  /** Unix seconds, as `X-Fliq-Timestamp` says them. */
  readonly timestampS: number;
  /** In capitals. */
  readonly method: string;
  /** As it is called, to the letter. */
  readonly url: string;
  /** Empty where there is none. */
  readonly body: string | Uint8Array;
}

/**
 * `v1=<hex HMAC-SHA256 of "{timestamp}.{METHOD}.{url}.{body}">`, as Fliq publishes it (contract, section 8). The key is the text of the
 * secret with its `whsec_`: other than in Standard Webhooks, nothing is decoded.
 */
export function fliqSignature({ timestampS, method, url, body }: RequestToSignAsFliq, secret: string): string {
  const hmac = createHmac('sha256', secret).update(`${timestampS}.${method}.${url}.`).update(body);
  return `v1=${hmac.digest('hex')}`;
}
