import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Server as TcpServer, Socket } from 'node:net';
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
  private readonly open = new Set<Socket>();

  /** `listening` comes from the namespace's agent. */
  constructor(certificate: IssuedCertificate, listening: TcpServer) {
    this.server = createServer({ ...certificate, keepAliveTimeout: 60_000 }, (req, res) => {
      this.requests.push(`${req.method} ${addressOf(req)}`);
      req.on('error', ignore);
      this.handler(req, res);
    });
    this.server.on('connection', (socket: Socket) => this.accept(socket)).on('tlsClientError', ignore);
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

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private accept(socket: Socket): void {
    this.connections += 1;
    this.open.add(socket);
    socket.on('error', ignore).once('close', () => this.open.delete(socket));
    this.onConnection(socket);
  }
}

function addressOf(req: IncomingMessage): string {
  return (req.socket.localAddress ?? '').replace('::ffff:', '');
}

function ignore(): void {}
