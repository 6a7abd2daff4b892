import type { Exchange } from '../domain/exchange.js';
import { HoldBody, type BodySink, type ReceivedBody } from '../domain/received-body.js';
import { readHeaders } from './header-guard.js';
import type { Receiver, WireCall, WireFailure } from './wire-call.js';

/** Gathers an answer into an Exchange; its body goes to the sink, no faster than that takes it. */
export class ExchangeReceiver implements Receiver {
  /** The call under way; null before it is sent. */
  wire: Pick<WireCall, 'abort' | 'enough' | 'times'> | null = null;
  private readonly startedAt = performance.now();
  private status = 0;
  private headers: readonly Buffer[] = [];
  private resume: () => void = () => undefined;
  /** What the sink is doing with the pieces it has; more may stand in line behind it. */
  private writing: Promise<void> | null = null;
  /** The sink's own failure: nothing that the far side did. */
  private broken: { readonly error: unknown } | null = null;

  /** Nothing more goes to the sink. */
  private isOver = false;

  constructor(
    private readonly sink: BodySink = new HoldBody(),
    private readonly resolve: (exchange: Exchange) => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  head(status: number, headers: readonly Buffer[], resume: () => void): void {
    this.status = status;
    this.headers = headers;
    this.resume = resume;
    this.sink.begin?.(status);
  }

  piece(bytes: Buffer): boolean {
    const writing = this.writing ? this.writing.then(() => this.write(bytes)) : this.write(bytes);
    if (!writing) return true;
    const mine = writing.then(() => {
      if (this.writing !== mine) return;
      this.writing = null;
      // One turn of the event loop between pieces: a quick server must not keep all others waiting.
      setImmediate(this.resume);
    });
    this.writing = mine;
    return false;
  }

  end(): void {
    if (this.writing) void this.writing.then(() => this.finish());
    else this.finish();
  }

  failed({ problem, sentFully, status, headers, phase }: WireFailure): void {
    const { failure, message } = problem;
    const seen = status === undefined ? {} : { status };
    const told = failure === 'too_large' && headers ? { headers: readHeaders(headers) } : {};
    const exchange: Exchange = {
      ...{ kind: 'unanswered', failure, message, sentFully, phase, ...seen, ...told },
      ...this.spent(),
    };
    this.isOver = true;
    const { broken } = this;
    // At once: what the sink waits for may be long in coming.
    void Promise.all([this.sink.abort(), this.writing]).then(() =>
      broken ? this.reject(broken.error) : this.resolve(exchange),
    );
  }

  /** Never rejects. */
  private write(bytes: Buffer): Promise<void> | undefined {
    if (this.isOver) return undefined;
    return this.sink.write(bytes)?.then(
      (wantsMore) => {
        if (wantsMore) return;
        this.isOver = true;
        this.wire?.enough();
      },
      (error: unknown) => {
        if (this.isOver) return;
        this.isOver = true;
        this.broken = { error };
        this.wire?.abort();
      },
    );
  }

  private finish(): void {
    const { status } = this;
    if (this.broken) return this.giveUp(this.broken.error);
    const spent = this.spent();
    const answered = (body: ReceivedBody): void =>
      this.resolve({ kind: 'answered', status, headers: readHeaders(this.headers), body, ...spent });
    const done = this.sink.end();
    if (done instanceof Promise) done.then(answered, (error: unknown) => this.giveUp(error));
    else answered(done);
  }

  private giveUp(error: unknown): void {
    void this.sink.abort().then(() => this.reject(error));
  }

  /** In whole milliseconds, and by phases. */
  private spent(): Pick<Exchange, 'durationMs' | 'timings'> {
    const timings = this.wire?.times.read();
    return { durationMs: Math.round(performance.now() - this.startedAt), ...(timings && { timings }) };
  }
}
