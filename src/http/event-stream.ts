import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

export interface ServerEvent {
  /** One line each; what the client sends back as `Last-Event-ID` is the id. */
  readonly event: string;
  readonly id?: string;
  /** Any JSON value. */
  readonly data: unknown;
}

/** Beats without a byte taken, after which a client counts as gone. */
const STALLED_BEATS = 4;

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // Some proxies hold back small writes unless told otherwise.
  'X-Accel-Buffering': 'no',
};

/** One client that listens. Ends when the client goes, when it stalls, or when told to. */
export class EventStream {
  private readonly gone = new AbortController();
  private stalledBeats = 0;

  constructor(private readonly response: ServerResponse) {
    response.on('close', () => this.gone.abort());
    response.on('error', () => this.gone.abort());
    response.writeHead(200, headers);
    response.write('retry: 2000\n\n');
  }

  /** Aborted once nobody listens any more. */
  get signal(): AbortSignal {
    return this.gone.signal;
  }

  /** Sends one event and waits until the client has room for the next; false once nobody listens. */
  async send(event: ServerEvent): Promise<boolean> {
    if (this.signal.aborted) return false;
    if (!this.response.write(inWire(event))) {
      await once(this.response, 'drain', { signal: this.signal }).catch(() => undefined);
    }
    return !this.signal.aborted;
  }

  /** A comment that keeps the connection; cuts it where the client has taken nothing for some beats. */
  beat(): void {
    if (this.signal.aborted) return;
    if (!this.response.writableNeedDrain) {
      this.stalledBeats = 0;
      this.response.write(':\n\n');
    } else if (++this.stalledBeats >= STALLED_BEATS) {
      this.response.destroy();
    }
  }

  end(): void {
    if (this.signal.aborted) return;
    this.gone.abort();
    this.response.end();
  }
}

function inWire({ event, id, data }: ServerEvent): string {
  const lines = [`event: ${oneLine(event)}`, ...(id === undefined ? [] : [`id: ${oneLine(id)}`])];
  return `${lines.join('\n')}\ndata: ${JSON.stringify(data)}\n\n`;
}

function oneLine(text: string): string {
  if (/[\r\n\0]/.test(text)) throw new Error('The name and id of an event are one line each.');
  return text;
}
