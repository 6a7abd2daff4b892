import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Server as TcpServer, Socket } from 'node:net';
import { eventually } from '../support/eventually.js';
import type { IssuedCertificate } from '../support/local-authority.js';

/** A seller's HTTPS server in a namespace, on all its addresses. What it answers is `handler`, at any time another. */
export class PublicSeller {
  handler: RequestListener = (_req, res) => void res.end('ok');
  /** Called for each connection, before TLS. */
  onConnection: (socket: Socket) => void = () => undefined;
  /** `GET 11.2.0.10`: the requests, and the address they came to. */
  readonly requests: string[] = [];
  /** Connections accepted so far. */
  connections = 0;
  private readonly server: Server;
  /** The TCP sockets beneath TLS, by their far end. */
  private readonly open = new Map<string, Socket>();

  /** `listening` comes from the namespace's agent. */
  constructor(certificate: IssuedCertificate, listening: TcpServer) {
    this.server = createServer({ ...certificate, keepAliveTimeout: 60_000 }, (req, res) => {
      this.requests.push(`${req.method} ${addressOf(req)}`);
      req.on('error', ignore);
      this.handler(req, res);
    });
    this.server.on('connection', (socket: Socket) => this.accept(socket)).on('tlsClientError', ignore);
    this.server.on('secureConnection', (socket: Socket) => this.watch(socket));
    this.server.listen(listening);
  }

  get openConnections(): number {
    return this.open.size;
  }

  /** Forgets what was seen, and answers `ok` again; connections stay. */
  reset(): void {
    this.handler = (_req, res) => void res.end('ok');
    this.onConnection = () => undefined;
    this.requests.length = 0;
    this.connections = 0;
  }

  /** Drops every connection at once, as a machine that loses its power: one reset each, which is not repeated. */
  async forgetConnections(): Promise<void> {
    for (const socket of this.open.values()) socket.resetAndDestroy();
    await eventually(() => this.open.size === 0);
  }

  async close(): Promise<void> {
    await this.forgetConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(socket: Socket): void {
    this.connections += 1;
    this.open.set(farEnd(socket), socket);
    this.watch(socket.on('error', ignore));
    this.onConnection(socket);
  }

  /** When both sides hang up at once, the socket beneath TLS may never say so; the one above does. */
  private watch(socket: Socket): void {
    const end = farEnd(socket);
    socket.once('close', () => this.open.delete(end));
  }
}

function farEnd({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

function addressOf(req: IncomingMessage): string {
  return (req.socket.localAddress ?? '').replace('::ffff:', '');
}

function ignore(): void {}
