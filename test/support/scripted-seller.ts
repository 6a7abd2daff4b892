import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { IssuedCertificate, LocalAuthority } from './local-authority.js';
import { sendReply } from './seller-reply.js';
import { readRequest, type SellerRequest } from './seller-request.js';
import { compilePath, SellerScript, splitRoute } from './seller-script.js';
import type { PathPattern, Scripted, SellerHandler } from './seller-script.js';

export type { SellerReply } from './seller-reply.js';
export type { SellerRequest } from './seller-request.js';
export type { PathPattern, Scripted, SellerHandler } from './seller-script.js';

export interface SellerOptions {
  /** More names in the certificate, beside `localhost` and `127.0.0.1`. */
  readonly names?: readonly string[];
  /** Another certificate altogether: expired, of a stranger's authority, for a wrong name. */
  readonly certificate?: IssuedCertificate;
  readonly port?: number;
  /** False: requests are counted but not kept (benchmarks). */
  readonly recording?: boolean;
}

/** Starts a seller: a real HTTPS server on 127.0.0.1 whose answers the test decides, also while it runs. */
export async function startSeller(authority: LocalAuthority, options: SellerOptions = {}): Promise<ScriptedSeller> {
  const names = ['localhost', '127.0.0.1', ...(options.names ?? [])];
  const seller = new ScriptedSeller(options.certificate ?? (await authority.issue(names)), options.recording ?? true);
  await seller.up(options.port ?? 0);
  return seller;
}

export class ScriptedSeller {
  /** Every request read to its end, in order of arrival. */
  readonly requests: SellerRequest[] = [];
  /** TCP connections accepted since the start or the last `reset()`. */
  connections = 0;
  /** Requests being answered now, and the most there were at once. */
  inFlight = 0;
  peakInFlight = 0;

  private readonly server: Server;
  private readonly script = new SellerScript();
  /** The TCP sockets beneath TLS, by their far port: only they can send a RST. */
  private readonly sockets = new Map<number, Socket>();
  private toDrop = 0;
  private boundPort = 0;

  constructor(
    certificate: IssuedCertificate,
    private readonly recording: boolean,
  ) {
    this.server = createServer({ ...certificate }, (req, res) => void this.serve(req, res));
    this.server.on('connection', (socket: Socket) => this.accept(socket));
  }

  get port(): number {
    return this.boundPort;
  }

  /** `https://localhost:<port><path>`; braces of placeholders stay as they are. */
  url(path = '/', host = 'localhost'): string {
    return `https://${host}:${this.boundPort}${path}`;
  }

  /** Answers a route by a function, which may take the raw response. The route set last wins. */
  on(method: string, path: PathPattern, handler: SellerHandler): this {
    this.script.set(method, path, handler);
    return this;
  }

  /** Answers a route (`POST /job`, `GET /status/:id`): a reply, a function, or a sequence of which the last stays. */
  reply(route: string, scripted: Scripted): this {
    const { method, path } = splitRoute(route);
    this.script.set(method, path, scripted);
    return this;
  }

  /** The requests to a route: `/job`, `POST /job`, `/status/:id` or a RegExp. */
  requestsTo(route: PathPattern): SellerRequest[] {
    const { method, path } = route instanceof RegExp ? { method: '*', path: route } : splitRoute(route);
    const pattern = compilePath(path);
    return this.requests.filter((seen) => (method === '*' || seen.method === method) && pattern.test(seen.path));
  }

  /** Resets the next connections as soon as they are accepted, before TLS. */
  dropConnections(count: number): void {
    this.toDrop = count;
  }

  /** Goes away: connections are refused until `up()`. */
  async down(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets.values()) socket.destroy();
    await closed;
  }

  /** Listens (again), on the port it had. */
  async up(port = this.boundPort): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => resolve(void this.server.off('error', reject)));
    });
    this.boundPort = (this.server.address() as AddressInfo).port;
  }

  /** Forgets script, requests and counts; connections stay. */
  reset(): void {
    this.script.clear();
    this.requests.length = 0;
    this.connections = 0;
    this.peakInFlight = this.inFlight;
    this.toDrop = 0;
  }

  /** Stops for good and kills what is still connected. */
  close(): Promise<void> {
    return this.down();
  }

  private accept(socket: Socket): void {
    this.connections += 1;
    if (this.toDrop > 0) {
      this.toDrop -= 1;
      socket.resetAndDestroy();
      return;
    }
    const port = socket.remotePort ?? -1;
    this.sockets.set(port, socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.sockets.delete(port));
  }

  private async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    this.peakInFlight = Math.max(this.peakInFlight, ++this.inFlight);
    res.once('close', () => (this.inFlight -= 1));
    const seen = await readRequest(req);
    if (seen) await this.answer(seen, res);
  }

  private async answer(seen: SellerRequest, res: ServerResponse): Promise<void> {
    try {
      const { answer, params } = this.script.next(seen.method, seen.path);
      const request = { ...seen, params };
      if (this.recording) this.requests.push(request);
      const reply = typeof answer === 'function' ? await answer(request, res) : answer;
      if (reply) await sendReply(reply, res, () => this.resetConnection(res));
    } catch (error) {
      // A handler that throws is a mistake in the test: say so where the test will look.
      if (!res.headersSent) res.writeHead(500).end(`The seller's handler threw: ${String(error)}`);
    }
  }

  private resetConnection(res: ServerResponse): void {
    this.sockets.get(res.socket?.remotePort ?? -1)?.resetAndDestroy();
  }
}
