import type { BodySink, ReceivedBody } from './received-body.js';

/**
 * One HTTP call and what came of it, as plain values: the door (`outbound/`) makes them, the judges (`domain/`) read them.
 */

/** Why a call brought no usable answer. Each is also the `outcome` of the attempt that records it (contract, section 8). */
export type CallFailure =
  'timeout' | 'dns_error' | 'tls_error' | 'connection_error' | 'blocked_address' | 'too_large' | 'aborted';

/** How far a call had come. `slot`: it waited for one of our own connections to become free. */
export type CallPhase = 'start' | 'slot' | 'lookup' | 'connect' | 'tls' | 'sending' | 'headers' | 'body';

/**
 * Milliseconds that a call spent in each phase, to a tenth; null: it never came there, as a kept-alive connection is not connected
 * again. They follow one another. Of a call that went on over a second connection each is the sum of both.
 */
export interface CallTimings {
  /** Waiting for one of our own connections to the origin to become free. */
  readonly slotMs: number | null;
  readonly lookupMs: number | null;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
  /** Until the last byte of the request was handed to the connection. */
  readonly sendMs: number | null;
  /** Until the answer's headers were there. */
  readonly waitMs: number | null;
  readonly bodyMs: number | null;
}

/** A call to make. Everything the door needs to know, nothing it has to look up. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute URL; `https:` unless `trust` is `operator`. */
  readonly url: string;
  /** Names in any case. Values are checked again here: CR, LF, NUL and non-Latin-1 refuse the call. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The whole budget in milliseconds: name lookup, connect, TLS, headers and the last body byte. */
  readonly timeoutMs: number;
  /** Most bytes of body to read; one more ends the call as `too_large`. */
  readonly maxBytes: number;
  /**
   * Least bytes of body a second, measured over each 10 s from the answer's headers on; a body that comes more slowly, or stalls,
   * ends the call as `timeout`. Time in which we ourselves hold it up (the sink) does not count. Default: no such limit.
   */
  readonly minBytesPerSecond?: number;
  /** Most bytes of the body that are held in memory at once, where that is more than usual. */
  readonly heldBytes?: number;
  /** Takes the body as it arrives, where it may be too large to be held. Where it fails, so does the call: with an exception. */
  readonly sink?: BodySink;
  /**
   * `stranger`: HTTPS only, private and special addresses refused (save the allowed networks).
   * `operator`: a URL from the operator's own settings; http and private networks are allowed.
   */
  readonly trust: 'stranger' | 'operator';
  /**
   * True: never reuse a kept-alive connection. For calls that must not be repeated blindly: a server that closes an idle
   * connection just as we write to it would make "fully sent, no answer" out of a request it never saw.
   */
  readonly freshConnection?: boolean;
  /** True for a call that is long by design: it takes none of the connections to its origin that other calls share. */
  readonly apart?: boolean;
  /** Ends the call early, as `aborted`. */
  readonly signal?: AbortSignal;
}

/** The far side answered: status, headers and the whole body arrived within the budget. */
export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  /** Lower-case names; repeated headers are joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReceivedBody;
  readonly durationMs: number;
  /** Where the time went; left out where nothing was sent. Of the last try, as `durationMs` is. */
  readonly timings?: CallTimings;
  /** What came of the tries before this one, oldest first, where the call was made more than once; sentences free of secrets. */
  readonly failedTries?: readonly string[];
}

/** No usable answer. */
export interface Unanswered {
  readonly kind: 'unanswered';
  readonly failure: CallFailure;
  /** A plain sentence for people, free of secrets. */
  readonly message: string;
  /** True when the last byte of the request had been handed to the connection: the far side may have acted on it. */
  readonly sentFully: boolean;
  /** Where it failed; left out where that is not known. */
  readonly phase?: CallPhase;
  /** The status line, where one arrived before the failure (a body too large, a body that never ended). */
  readonly status?: number;
  /** Where the body was too large: the headers it came with, as in {@link Answered}. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly durationMs: number;
  /** As in {@link Answered}. */
  readonly timings?: CallTimings;
  /** As in {@link Answered}. */
  readonly failedTries?: readonly string[];
}

export type Exchange = Answered | Unanswered;
