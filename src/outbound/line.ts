import type { EventEmitter } from 'node:events';
import { Client } from 'undici';
import type { CallPhase } from './call-problem.js';
import { explainFailure } from './explain-failure.js';
import { openConnection, type Road } from './open-connection.js';
import { ReadHold } from './read-hold.js';
import type { Target } from './target.js';

/** Where a line tells how far the call on it has come. */
export interface Rider {
  phase: CallPhase;
}

/**
 * Servers close idle connections after 5 s and more; we let go sooner, or 2 s before the time a server names. A long
 * hint is cut: an idle connection costs memory on both sides, and the less it is used the likelier it is dead.
 */
const keepAlive = { keepAliveTimeout: 4_000, keepAliveMaxTimeout: 15_000, keepAliveTimeoutThreshold: 2_000 };
const MAX_HEADER_BYTES = 32 * 1024;
/** A busy connection would otherwise hold on to an address that its name has long left. */
const MAX_AGE_MS = 300_000;

/**
 * One connection to one origin, made for the call that needs it, and lent to one call at a time. undici's Client does
 * the HTTP/1.1; who gets which line is ours (`connection-pool.ts`), because undici's Pool cannot end a connection
 * attempt when the one call that wants it is over.
 */
export class Line {
  readonly client: Client;
  /** True once a connection was opened for the call that is on the line now. */
  openedForRider = false;
  private rider: Rider | null = null;
  private reading: ReadHold | null = null;
  private readonly ending = new AbortController();
  private readonly bornAt = performance.now();

  constructor(
    private readonly target: Target,
    private readonly road: Road,
    onDisconnect: (line: Line) => void,
  ) {
    // Our own deadline covers everything: undici's timers would only be two more per call.
    const limits = { headersTimeout: 0, bodyTimeout: 0, maxHeaderSize: MAX_HEADER_BYTES };
    const connect: Client.Options['connect'] = (_options, callback) => void this.connect(callback);
    this.client = new Client(target.origin, { connect, pipelining: 1, ...limits, ...keepAlive });
    this.client.on('disconnect', () => onDisconnect(this));
    // Emitted when something throws inside undici (its types do not list it). The call on the line then ends by its
    // deadline; without a listener the whole process would.
    (this.client as EventEmitter).on('error', () => undefined);
  }

  get isOld(): boolean {
    return performance.now() - this.bornAt > MAX_AGE_MS;
  }

  lendTo(rider: Rider | null): void {
    this.rider = rider;
    this.openedForRider = false;
    this.goOnReading();
  }

  /** No more of the answer for now. */
  stopReading(): void {
    this.reading?.hold();
  }

  goOnReading(): void {
    this.reading?.release();
  }

  /** Closes the socket at once, or ends the attempt to open one. */
  destroy(): void {
    this.rider = null;
    this.ending.abort();
    void this.client.destroy().catch(() => undefined);
  }

  private async connect(callback: ConnectCallback): Promise<void> {
    this.openedForRider = true;
    let phase: CallPhase = 'lookup';
    const onPhase = (now: CallPhase): void => {
      phase = now;
      if (this.rider) this.rider.phase = now;
    };
    const opened = await openConnection(this.target, this.road, this.ending.signal, onPhase).catch((error: unknown) =>
      explainFailure(error, this.target.host, phase),
    );
    if (opened instanceof Error) callback(opened, null);
    else {
      this.reading = new ReadHold(opened);
      callback(null, opened);
    }
  }
}

type ConnectCallback = Parameters<Extract<Client.Options['connect'], (...args: never[]) => unknown>>[1];
