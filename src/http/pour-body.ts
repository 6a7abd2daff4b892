import type { IncomingMessage } from 'node:http';
import { Problem } from '../domain/problem.js';

export interface BodyPace {
  /** A body that comes more slowly than this, after the grace, is not waited for. */
  readonly bytesPerSecond: number;
  readonly graceMs: number;
  /** The longest that a body may take in all, in milliseconds; otherwise the pace alone decides. */
  readonly wholeMs?: number;
}

export interface BodyLimits extends BodyPace {
  /** Most bytes of a body. */
  readonly bytes: number;
  /** What a longer one is answered; otherwise 413 `too_large`. */
  readonly tooLarge?: Problem;
}

/** Where a body goes, piece by piece: as `BodySink` (domain/received-body.ts), whatever becomes of it. */
export interface Sink<Received> {
  write(piece: Buffer): Promise<boolean> | undefined;
  end(): Received | Promise<Received>;
  abort(): Promise<void>;
}

const PACE_EVERY_MS = 100;

/** Rejects where the body is too long, comes too slowly, breaks off, or the sink throws; `end` and `abort` are the caller's. */
export function pour(request: IncomingMessage, limits: BodyLimits, sink: Sink<unknown>): Promise<void> {
  return new Promise((resolve, reject) => new Pour(request, limits, sink, resolve, reject));
}

/** One body on its way from a request into a sink. */
class Pour {
  private size = 0;
  /** While we write, nobody is slow but us. */
  private waitedMs = 0;
  private isWriting = false;
  private hasEnded = false;
  private readonly begunAt = performance.now();
  private readonly pace = setInterval(() => this.checkPace(), PACE_EVERY_MS);

  constructor(
    private readonly request: IncomingMessage,
    private readonly limits: BodyLimits,
    private readonly sink: Sink<unknown>,
    private readonly resolve: () => void,
    private readonly reject: (error: unknown) => void,
  ) {
    request.on('data', this.onData).on('end', this.onEnd).on('error', this.onBreak).on('close', this.onBreak);
  }

  private readonly onData = (chunk: Buffer): void => {
    this.size += chunk.length;
    if (this.size > this.limits.bytes) return this.fail(tooLarge(this.limits));
    const writing = this.sink.write(chunk);
    if (!writing) return;
    const pausedAt = performance.now();
    this.isWriting = true;
    this.request.pause();
    writing.then(
      (wantsMore) => {
        this.waitedMs += performance.now() - pausedAt;
        this.isWriting = false;
        if (!wantsMore || this.hasEnded) this.finish();
        else this.request.resume();
      },
      (error: unknown) => this.fail(error),
    );
  };

  /** Comes also while we pause, right behind the last piece. */
  private readonly onEnd = (): void => {
    this.hasEnded = true;
    if (!this.isWriting) this.finish();
  };

  private readonly onBreak = (): void => {
    if (!this.hasEnded) this.fail(brokenOff());
  };

  private checkPace(): void {
    const { graceMs, bytesPerSecond, wholeMs = Infinity } = this.limits;
    const tookMs = performance.now() - this.begunAt;
    const isSlow = !this.isWriting && tookMs - this.waitedMs > graceMs + (this.size / bytesPerSecond) * 1000;
    if (isSlow) this.fail(tooSlow());
    else if (tookMs > wholeMs) this.fail(tookTooLong(wholeMs));
  }

  private finish(): void {
    this.letGo();
    this.resolve();
  }

  private fail(error: unknown): void {
    this.letGo();
    this.reject(error);
  }

  private letGo(): void {
    clearInterval(this.pace);
    const { request } = this;
    request.off('data', this.onData).off('end', this.onEnd).off('error', this.onBreak).off('close', this.onBreak);
  }
}

/** For a body with more bytes than it may have. */
export function tooLarge({ bytes, tooLarge: problem }: BodyLimits): Problem {
  if (problem) return problem;
  const message = `The body has more than ${bytes} bytes: upload the file, or host it and send its https URL as result_url.`;
  return new Problem(413, 'too_large', message);
}

function tookTooLong(wholeMs: number): Problem {
  const message = `The body took longer than ${Math.round(wholeMs / 60_000)} minutes, the most that any may take: send it faster, or host it.`;
  return new Problem(408, 'request_timeout', message);
}

function tooSlow(): Problem {
  return new Problem(408, 'request_timeout', 'The body came too slowly: send it again, at 16 KiB a second or more.');
}

/** For a body whose sender went away. */
export function brokenOff(): Problem {
  return new Problem(400, 'invalid_request', 'The request broke off before its end: send it again.');
}
