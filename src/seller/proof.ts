import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';

/** Proves that a request comes from Roundtrip. */
export class Proof {
  private readonly expected: readonly (readonly [name: string, digest: Buffer])[];
  private readonly webhook: Webhook;

  /** Throws, with a sentence, where it could prove nothing. */
  constructor(authHeaders: Readonly<Record<string, string>>, signingSecret: string) {
    const [unset] = Object.entries(authHeaders).find(([, value]) => typeof value !== 'string') ?? [];
    if (unset !== undefined)
      throw new Error(`authHeaders must have a text as the value of ${unset}: is its variable set?`);
    this.expected = Object.entries(authHeaders).map(([name, value]) => [name.toLowerCase(), digestOf(value)]);
    if (this.expected.length === 0)
      throw new Error('authHeaders must name the headers that the tool was registered with.');
    if (typeof signingSecret !== 'string' || !signingSecret.startsWith('whsec_'))
      throw new Error("signingSecret must be the tool's signing_secret, which begins with whsec_.");
    this.webhook = new Webhook(signingSecret);
  }

  /** Whether every header is there, with its value. Takes as long for a wrong value as for the right one. */
  headersAreRight(headers: IncomingHttpHeaders): boolean {
    const right = this.expected.map(([name, digest]) => timingSafeEqual(digestOf(String(headers[name] ?? '')), digest));
    return right.every(Boolean);
  }

  /** The body of a job, if it was signed by the tool's secret within five minutes of now (Standard Webhooks); else null. */
  open(body: Buffer, headers: IncomingHttpHeaders): { readonly json: unknown } | null {
    try {
      return { json: this.webhook.verify(body.toString('utf8'), headers as Record<string, string>) };
    } catch {
      return null;
    }
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
