import { connect, isIPv4, type Socket } from 'node:net';

/** A slow address gets this head start before the next one is tried beside it (RFC 8305, section 5). */
const HEAD_START_MS = 250;
/** A name with hundreds of addresses must not make us open hundreds of connections. */
const MOST_ADDRESSES = 6;
/** Write in pieces no larger than this: `drain` then tells what has really left (see `request-body.ts`). */
export const SOCKET_BUFFER = 16 * 1024;

/**
 * Connects to the first of these addresses that accepts. They are taken as they are, never looked up again: who checked
 * them knows where the connection goes. Rejects with the first error once all have failed, or when the signal aborts.
 */
export function dial(addresses: readonly string[], port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    new Race(interleave(addresses).slice(0, MOST_ADDRESSES), port, signal, resolve, reject).next();
  });
}

/**
 * IPv4 first, then by turns: a broken IPv6 route is far more common than a broken IPv4 one, and costs the head start
 * each time.
 */
function interleave(addresses: readonly string[]): string[] {
  const four = addresses.filter((address) => isIPv4(address));
  const six = addresses.filter((address) => !isIPv4(address));
  const turns = Array.from({ length: Math.max(four.length, six.length) }, (_, i) => [four[i], six[i]]);
  return turns.flat().filter((address) => address !== undefined);
}

class Race {
  private readonly open = new Set<Socket>();
  private timer: NodeJS.Timeout | undefined;
  private firstError: Error | undefined;

  constructor(
    private readonly left: string[],
    private readonly port: number,
    private readonly signal: AbortSignal,
    private readonly resolve: (socket: Socket) => void,
    private readonly reject: (error: Error) => void,
  ) {
    signal.addEventListener('abort', this.giveUp, { once: true });
  }

  next(): void {
    clearTimeout(this.timer);
    if (this.signal.aborted) return this.giveUp();
    const address = this.left.shift();
    if (address !== undefined) this.attempt(address);
    else if (this.open.size === 0) this.lose(this.firstError ?? new Error('no address'));
  }

  private attempt(host: string): void {
    // highWaterMark is documented for streams, and net.Socket hands its options on; its types do not say so.
    const options = { host, port: this.port, highWaterMark: SOCKET_BUFFER, noDelay: true };
    const socket = connect(options);
    this.open.add(socket);
    socket.once('connect', () => this.win(socket));
    socket.once('error', (error) => this.failed(socket, error));
    if (this.left.length > 0) this.timer = setTimeout(() => this.next(), HEAD_START_MS);
  }

  private failed(socket: Socket, error: Error): void {
    this.open.delete(socket);
    this.firstError ??= error;
    this.next();
  }

  private win(socket: Socket): void {
    this.open.delete(socket);
    this.end();
    socket.removeAllListeners('error').on('error', ignore);
    this.resolve(socket);
  }

  private lose(error: Error): void {
    this.end();
    this.reject(error);
  }

  private readonly giveUp = (): void => this.lose(new Error('aborted'));

  /** Nobody is listening to the losers any more: their errors go nowhere. */
  private end(): void {
    clearTimeout(this.timer);
    this.signal.removeEventListener('abort', this.giveUp);
    for (const socket of this.open) socket.removeAllListeners().on('error', ignore).destroy();
    this.open.clear();
  }
}

function ignore(): void {}
