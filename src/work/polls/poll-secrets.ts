import { createHmac, timingSafeEqual } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import { maskHeaders } from '../../domain/call-secrets.js';
import type { PollSecrets, PollSpec } from '../../domain/poll.js';
import type { PollRow, PollRequestRow } from '../../storage/entities/poll.js';
import type { SealedBox } from '../../storage/sealed-box.js';

export type PollBox = Pick<SealedBox, 'seal' | 'open' | 'deriveKeys'>;

/** How a poll's URLs, headers and body are kept: sealed to their row and column. */
export class PollVault {
  constructor(private readonly box: PollBox) {}

  seal(pollId: string, { secrets, body }: PollSpec): Pick<PollRequestRow, 'sealed' | 'body'> {
    return {
      sealed: this.box.seal(JSON.stringify(secrets), bind(pollId, 'sealed')),
      body: body && this.box.seal(body.toString('base64'), bind(pollId, 'body')),
    };
  }

  open({ poll_id: pollId, sealed }: Pick<PollRequestRow, 'poll_id' | 'sealed'>): PollSecrets {
    return JSON.parse(this.box.open(sealed, bind(pollId, 'sealed'))) as PollSecrets;
  }

  /** What is kept sealed of a poll that has ended: of its request's headers only what reads show. */
  sealEnded(poll: Pick<PollRequestRow, 'poll_id' | 'sealed'>): string {
    const secrets = this.open(poll);
    const ended: PollSecrets = { ...secrets, headers: maskHeaders(secrets.headers), headers_masked: true };
    return this.box.seal(JSON.stringify(ended), bind(poll.poll_id, 'sealed'));
  }

  openBody(pollId: string, sealed: string): Buffer {
    return Buffer.from(this.box.open(sealed, bind(pollId, 'body')), 'base64');
  }

  /** Digest of all that was asked for, after defaults, under a key of ours: it holds secrets that might be guessed. */
  hash(spec: PollSpec): string {
    return this.hashes(spec)[0] ?? '';
  }

  /** Whether a poll was asked for by the same request; also where the key has been changed since. */
  isSame(spec: PollSpec, { request_hash: kept }: Pick<PollRow, 'request_hash'>): boolean {
    return this.hashes(spec).some(
      (hash) => hash.length === kept.length && timingSafeEqual(Buffer.from(hash), Buffer.from(kept)),
    );
  }

  private hashes({ asked, secrets, body }: PollSpec): string[] {
    const text = stringify({ asked, secrets, body: body?.toString('base64') ?? null }) ?? '';
    return this.box.deriveKeys('poll-request').map((key) => createHmac('sha256', key).update(text).digest('hex'));
  }
}

function bind(pollId: string, column: 'sealed' | 'body'): string {
  return `poll_requests:${pollId}:${column}`;
}
