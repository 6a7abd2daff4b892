import { spawn, type ChildProcess } from 'node:child_process';
import type dgram from 'node:dgram';
import { once } from 'node:events';
import type { Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Exchange, HttpCall } from '../../src/domain/exchange.js';
import type { GuardedClientOptions } from '../../src/outbound/guarded-client.js';

export interface FetchInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Fetched {
  readonly status: number;
  readonly text: string;
}

/** The guarded client as it was built, in a process of its own inside a namespace. */
export interface Door {
  call(call: Omit<HttpCall, 'signal'>): Promise<Exchange>;
  close(): Promise<void>;
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly message: string; readonly code?: string };
}

type Waiting = (reply: Reply, handle: unknown) => void;

const PROGRAM = fileURLToPath(new URL('agent-process.mjs', import.meta.url));

/** Our hand inside a network namespace: a process that opens sockets there and passes them over (`agent-process.mjs`). */
export class Agent {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;

  constructor(namespace: string) {
    this.child = spawn('ip', ['netns', 'exec', namespace, process.execPath, PROGRAM], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // Buffers stay Buffers.
      serialization: 'advanced',
    });
    this.child.on('message', (reply, handle) => this.waiting.get((reply as Reply).id)?.(reply as Reply, handle));
    this.child.once('exit', () =>
      this.waiting.forEach((end, id) => end({ id, error: { message: 'It ended.' } }, null)),
    );
  }

  /** A listening TCP socket of the namespace, for `server.listen(handle)` here. All addresses, unless told otherwise. */
  async listen(port: number, host = '::'): Promise<Server> {
    return (await this.ask('listen', port, host)).handle as Server;
  }

  /** A bound UDP socket of the namespace. */
  async bind(port: number, host: string): Promise<dgram.Socket> {
    return (await this.ask('bind', port, host)).handle as dgram.Socket;
  }

  /** Connects over TCP and hangs up; rejects when that fails. */
  async connect(port: number, host: string): Promise<null> {
    await this.ask('connect', port, host);
    return null;
  }

  async fetch(url: string, init: FetchInit = {}): Promise<Fetched> {
    return (await this.ask('fetch', url, init)).value as Fetched;
  }

  async openDoor(options: GuardedClientOptions): Promise<Door> {
    const door = (await this.ask('openDoor', options)).value;
    return {
      call: async (call) => (await this.ask('call', door, call)).value as Exchange,
      close: async () => void (await this.ask('closeDoor', door)),
    };
  }

  /** What the kernel tells about the namespace in `/proc/net/<name>`. */
  get procNet(): string {
    return `/proc/${this.child.pid}/net`;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.disconnect();
    await gone;
  }

  private ask(name: string, ...args: readonly unknown[]): Promise<{ value: unknown; handle: unknown }> {
    const id = ++this.asked;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ value, error }, handle) => {
        this.waiting.delete(id);
        if (error) reject(Object.assign(new Error(`${name}: ${error.message}`), { code: error.code }));
        else resolve({ value, handle });
      });
      this.child.send({ id, name, args });
    });
  }
}
