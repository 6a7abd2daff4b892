import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../domain/problem.js';
import { EventStream } from './event-stream.js';

export interface ServerEventsOptions {
  /** How often a comment is sent, so that proxies keep the connection and a dead one is noticed. 15 s. */
  readonly heartbeatMs?: number;
  /** Whether the caller may still listen; asked at every heartbeat. */
  readonly stillProven: (request: FastifyRequest) => Promise<boolean>;
}

/** All streams of server-sent events that this process serves (WHATWG HTML, section 9.2). */
export class ServerEvents {
  private readonly streams = new Map<EventStream, FastifyRequest>();
  private readonly heartbeatMs: number;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(private readonly options: ServerEventsOptions) {
    this.heartbeatMs = options.heartbeatMs ?? 15_000;
  }

  /** How many are open. */
  get count(): number {
    return this.streams.size;
  }

  /**
   * Begins a stream on a request; the reply is ours from here on. Whatever can fail with a status must have been done before.
   * A HEAD gets the headers and an ended stream.
   */
  open(request: FastifyRequest, reply: FastifyReply): EventStream {
    if (this.closed) throw new Problem(503, 'shutting_down', 'The server is stopping: connect again in a moment.');
    reply.hijack();
    const stream = new EventStream(reply.raw);
    this.streams.set(stream, request);
    this.timer ??= setInterval(() => this.beat(), this.heartbeatMs).unref();
    stream.signal.addEventListener('abort', () => this.forget(stream), { once: true });
    if (request.method === 'HEAD') stream.end();
    return stream;
  }

  /** Ends every stream; for the stop of the server. */
  closeAll(): void {
    this.closed = true;
    for (const stream of this.streams.keys()) stream.end();
  }

  /** Asks at once whether these may still listen; where other processes serve streams, theirs are asked at their next heartbeat. */
  proveAnew(which: (request: FastifyRequest) => boolean): void {
    for (const [stream, request] of this.streams) if (which(request)) this.prove(stream, request);
  }

  private beat(): void {
    for (const [stream, request] of this.streams) {
      stream.beat();
      this.prove(stream, request);
    }
  }

  private prove(stream: EventStream, request: FastifyRequest): void {
    // A look-up that fails says nothing about the caller: the next beat asks again.
    void this.options.stillProven(request).then(
      (proven) => proven || stream.end(),
      () => undefined,
    );
  }

  private forget(stream: EventStream): void {
    this.streams.delete(stream);
    if (this.streams.size > 0 || this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
  }
}

/** Where a client that lost its connection wants to go on: the id of the last event that it saw, or null. */
export function lastEventId(request: FastifyRequest): string | null {
  const id = request.headers['last-event-id'];
  return typeof id === 'string' && id !== '' && id.length <= 200 ? id : null;
}
