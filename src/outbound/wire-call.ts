import type { Dispatcher } from 'undici';
import type { AbortWatch } from './abort-watch.js';
import { abortedBy, CallProblem, timedOut, tooLarge, type CallPhase } from './call-problem.js';
import { ByteCap, isBodiless } from './capped-body.js';
import type { ConnectionPool, Passenger } from './connection-pool.js';
import { explainFailure, isRefusedHandshake } from './explain-failure.js';
import type { Line } from './line.js';
import { PaceLimit, type Pace } from './pace-limit.js';
import { PhaseTimes } from './phase-times.js';
import type { RequestBody } from './request-body.js';
import type { Target } from './target.js';

/** A checked call, in the shape in which undici takes it quickest. */
export interface WireRequest {
  readonly method: string;
  readonly target: Target;
  /** Name, value, name, value. */
  readonly headers: readonly string[];
  readonly body: RequestBody;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Least speed of the body. */
  readonly pace?: Pace | undefined;
  readonly fresh: boolean;
  /** Counts apart from the other calls to its origin. */
  readonly apart?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface WireFailure {
  readonly problem: CallProblem;
  readonly sentFully: boolean;
  readonly status: number | undefined;
  /** Those of the answer, where it had begun; name, value, name, value. */
  readonly headers?: readonly Buffer[] | undefined;
  readonly phase: CallPhase;
}

/** Who takes the answer. After `end` or `failed` nothing more comes. */
export interface Receiver {
  /** `resume` goes on after `piece` has answered false. */
  head(status: number, headers: readonly Buffer[], resume: () => void): void;
  /** False: no more for now, but for what has been read from the socket already. */
  piece(bytes: Buffer): boolean;
  end(): void;
  failed(failure: WireFailure): void;
}

/** setTimeout takes no more, and fires at once when given more. */
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * One call on its way: waits for a line, rides it, and ends once, by its answer, a fault, its deadline or its signal.
 * It is undici's dispatch handler itself. The older form of handler is used because only that one is told
 * `onRequestSent` (undici 7; `wire-call` must change with undici 8).
 */
export class WireCall implements Passenger {
  readonly times = new PhaseTimes();
  fresh: boolean;
  private line: Line | null = null;
  private sent = false;
  private heard = false;
  private over = false;
  private status: number | undefined;
  private headers: readonly Buffer[] | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly cap: ByteCap;
  private readonly pace: PaceLimit | undefined;

  constructor(
    private readonly request: WireRequest,
    private readonly receiver: Receiver,
    private readonly pool: ConnectionPool,
    private readonly watch: AbortWatch,
    private readonly onOver: (call: WireCall) => void,
  ) {
    this.fresh = request.fresh;
    this.cap = new ByteCap(request.maxBytes);
    this.pace = request.pace && new PaceLimit(request.pace, (problem) => this.fail(problem));
  }

  get phase(): CallPhase {
    return this.times.current;
  }

  set phase(phase: CallPhase) {
    this.times.enter(phase);
  }

  get target(): Target {
    return this.request.target;
  }

  get apart(): boolean {
    return this.request.apart === true;
  }

  start(): void {
    const { signal, timeoutMs } = this.request;
    if (signal?.aborted) return this.abort();
    this.timer = setTimeout(() => this.fail(timedOut(timeoutMs, this.phase)), Math.min(timeoutMs, LONGEST_TIMER_MS));
    if (signal) this.watch.add(signal, this);
    this.pool.admit(this);
  }

  abort(): void {
    this.fail(abortedBy(this.phase));
  }

  /** Nothing more of the answer is wanted: it counts as whole. */
  enough(): void {
    this.complete(false);
  }

  board(line: Line): void {
    this.line = line;
    const { method, target, headers, body } = this.request;
    const options = { method, path: target.path, headers, body, reset: this.fresh };
    line.client.dispatch(options as unknown as Dispatcher.DispatchOptions, this);
  }

  onConnect(): void {
    this.phase = 'sending';
  }

  onRequestSent(): void {
    if (this.over) return;
    this.sent = true;
    this.phase = 'headers';
  }

  onResponseStarted(): void {
    this.heard = true;
  }

  onHeaders(status: number, headers: Buffer[]): boolean {
    if (status < 200 || this.over) return true;
    this.status = status;
    this.headers = headers;
    this.phase = 'body';
    const length = contentLength(headers);
    if (this.cap.admits(this.request.method, status, length)) this.begin(status, headers);
    else this.failTooLarge();
    // A 304 may tell the length of what it stands for (RFC 9110, 15.4.5). undici then waits for that many bytes and
    // calls it a fault.
    if (isBodiless(status) && Number(length) > 0) this.complete(false);
    return true;
  }

  onData(piece: Buffer): boolean {
    if (this.over) return true;
    if (this.cap.take(piece.length)) this.hand(piece);
    else this.failTooLarge();
    return true;
  }

  onComplete(): void {
    this.complete(!this.fresh);
  }

  onError(error: Error): void {
    if (this.over) return;
    if (this.mayGoAgain(error)) return this.goAgain();
    const sent = this.sent && !isRefusedHandshake(error);
    const problem = explainFailure(error, this.target.host, this.phase);
    if (isRefusedHandshake(error)) this.phase = 'tls';
    this.fail(problem, sent);
  }

  private begin(status: number, headers: Buffer[]): void {
    this.receiver.head(status, headers, () => this.goOn());
    this.pace?.start();
  }

  private hand(piece: Buffer): void {
    this.pace?.take(piece.length);
    if (this.receiver.piece(piece) || this.over) return;
    this.pace?.hold();
    this.line?.stopReading();
  }

  private goOn(): void {
    if (this.over) return;
    this.pace?.goOn();
    this.line?.goOnReading();
  }

  /**
   * A kept-alive connection may be closed by the server just as we write to it. A GET without a single byte of answer
   * is then asked once more on a new connection, within the same deadline (RFC 9112, 9.3.1). Nothing else is ever
   * repeated here.
   */
  private mayGoAgain(error: Error): boolean {
    const idempotent = this.request.method === 'GET' && this.request.body === null;
    return idempotent && this.reusedInVain && !(error instanceof CallProblem);
  }

  /** On a connection that had carried other calls, not a byte has come back for this one. */
  private get reusedInVain(): boolean {
    return this.line !== null && !this.line.openedForRider && !this.heard;
  }

  private goAgain(): void {
    const lost = this.line!;
    this.line = null;
    this.fresh = true;
    this.pool.giveBack(lost, false);
    this.pool.admit(this);
  }

  private complete(reusable: boolean): void {
    if (this.over) return;
    this.finish();
    this.pool.giveBack(this.line!, reusable);
    this.receiver.end();
  }

  private failTooLarge(): void {
    this.fail(tooLarge(this.request.maxBytes));
  }

  private fail(problem: CallProblem, sentFully = this.sent): void {
    if (this.over) return;
    this.finish();
    if (this.line && this.reusedInVain && problem.failure === 'timeout') this.pool.distrustIdleBeside(this.line);
    if (this.line) this.pool.giveBack(this.line, false);
    else this.pool.forget(this);
    this.receiver.failed({ problem, sentFully, status: this.status, headers: this.headers, phase: this.phase });
  }

  private finish(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.pace?.stop();
    if (this.request.signal) this.watch.remove(this.request.signal, this);
    this.onOver(this);
  }
}

function contentLength(headers: readonly Buffer[]): string | undefined {
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (name.length === 14 && name.toString('latin1').toLowerCase() === 'content-length')
      return headers[i + 1]!.toString('latin1');
  }
  return undefined;
}
