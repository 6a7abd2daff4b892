import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** Bytes of it go nowhere, in either direction, and never again: what a network has lost does not come later. */
  lost: boolean;
}

/** A cable on loopback between a program and a server, which can be cut, pulled out, or swallow what goes through it. */
export class TcpProxy {
  /** What becomes of connections that are opened now. */
  private takes: 'all' | 'none' | 'silently' = 'all';
  /** So many connections more before it swallows all. */
  private left = Infinity;
  private readonly pairs = new Set<Pair>();
  private readonly server: Server;

  static async start(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  private constructor(private readonly target: { readonly host: string; readonly port: number }) {
    this.server = createServer((near) => this.accept(near));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Connections through it now. */
  get open(): number {
    return this.pairs.size;
  }

  /** Cuts every connection, and takes no other until it is mended: as if the server's machine had ended in order. */
  refuse(): void {
    this.takes = 'none';
    this.cut();
  }

  /** Cuts every connection; new ones are taken. */
  cut(): void {
    for (const { near, far } of this.pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
  }

  /** Swallows every byte from now on and says nothing: the packets of a machine that lost its network. */
  swallow(): void {
    this.takes = 'silently';
    for (const pair of this.pairs) pair.lost = true;
  }

  /** Takes so many more connections, and swallows with the next. */
  swallowAfter(connections: number): void {
    this.left = connections;
  }

  /** Takes new connections again. Those that were open while it swallowed stay dead and open. */
  mend(): void {
    this.takes = 'all';
    this.left = Infinity;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }

  private accept(near: Socket): void {
    near.on('error', () => undefined);
    if (this.left-- === 0) this.swallow();
    if (this.takes === 'none') return void near.resetAndDestroy();
    const far = connect(this.target.port, this.target.host);
    far.on('error', () => undefined);
    const pair: Pair = { near, far, lost: this.takes === 'silently' };
    this.pairs.add(pair);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => pair.lost || to.write(bytes));
      from.on('close', () => {
        this.pairs.delete(pair);
        if (!pair.lost || from === near) to.destroy();
      });
    }
  }
}
