import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { sendAnswer, type Answer } from './answer.js';
import { CallsToMake } from './calls-to-make.js';
import type { SellerSide } from './habit.js';
import { habits } from './habits.js';
import { Manners } from './manners.js';
import { readRequest } from './read-request.js';
import { SellerDesk, type Served } from './seller-desk.js';
import {
  HabitProblem,
  habitsNamed,
  wholeOptions,
  type Certificate,
  type SellerOptions,
  type ToolSecrets,
  type WholeOptions,
} from './seller-options.js';

/**
 * A seller on the web, for tests, staging and curiosity: HTTPS, good by the contract (sections 4, 5 and 6) on both roads, but for
 * the habits that it is given.
 */
export class BadSeller {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly desk: SellerDesk;
  private readonly calls: CallsToMake;
  private connections = 0;
  private secrets: Partial<ToolSecrets>;

  /** Starts one; throws a `HabitProblem` where it cannot have these habits. */
  static async start(options: SellerOptions): Promise<BadSeller> {
    const manners = new Manners(habitsNamed(options.habits ?? [], habits));
    const seller = new BadSeller(wholeOptions(options), manners, options.secrets ?? {});
    await seller.listen();
    return seller;
  }

  private constructor(
    private readonly options: WholeOptions,
    private readonly manners: Manners,
    secrets: Partial<ToolSecrets>,
  ) {
    const side = this.makeSide();
    this.calls = new CallsToMake(options, manners, side, () => this.desk);
    this.desk = new SellerDesk(options, manners, side, (job) => this.calls.begin(job));
    this.server = createServer({ ...shownCertificate(options, manners) }, (req, res) => void this.serve(req, res));
    this.server.on('connection', (socket: Socket) => this.accept(socket));
    this.secrets = {};
    this.trust(secrets);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The URLs to register; `{order_id}` is filled in by Roundtrip. No status URL where it is never to be asked. */
  get urls(): { readonly job_url: string; readonly status_url: string | null } {
    const { host, road } = this.options;
    const base = `https://${host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host}:${this.port}`;
    return { job_url: `${base}/jobs`, status_url: road === 'callback' ? null : `${base}/orders/{order_id}` };
  }

  /** How often each habit has made a difference. */
  get shown(): ReadonlyMap<string, number> {
    return this.manners.shown;
  }

  /** Callbacks that are being made now. */
  get callingBack(): number {
    return this.calls.busy;
  }

  /** From now on it checks signatures by this secret, and calls back with that one. */
  trust(secrets: Partial<ToolSecrets>): void {
    this.secrets = secrets;
    this.desk.signingSecrets = secrets.signing_secret === undefined ? [] : [secrets.signing_secret];
  }

  /** Stops, and cuts what is still connected. */
  async close(): Promise<void> {
    this.calls.close();
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private makeSide(): SellerSide {
    const { clock, authHeaders, lateMs } = this.options;
    const callbackSecret = () => this.secrets.callback_secret ?? null;
    return {
      ...{ now: () => clock.now(), authHeaders, lateMs },
      get callbackSecret() {
        return callbackSecret();
      },
    };
  }

  private async listen(): Promise<void> {
    const { port, host } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => resolve(void this.server.off('error', reject)));
    });
  }

  private accept(socket: Socket): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.sockets.delete(socket));
    if (this.manners.cuts(this.connections)) socket.resetAndDestroy();
  }

  private async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { onCall } = this.options;
    const request = await readRequest(req);
    if (request === null) return;
    const served = await this.desk.serve(request);
    const sent = await sendAnswer(this.paced(served.answer), res);
    const { kind, orderId } = served;
    const { method, path } = request;
    onCall({ kind, orderId, method, path, status: sent ? served.answer.status : null, note: noteOn(served, sent) });
  }

  private paced(answer: Answer): Answer {
    const { pace, clock } = this.options;
    return {
      ...answer,
      headers: { date: new Date(clock.now()).toUTCString(), ...answer.headers },
      ...(answer.delayMs !== undefined && { delayMs: answer.delayMs * pace }),
      ...(answer.dripMs !== undefined && { dripMs: answer.dripMs * pace }),
    };
  }
}

function shownCertificate({ certificate, expiredCertificate }: WholeOptions, manners: Manners): Certificate {
  if (!manners.expired) return certificate;
  if (expiredCertificate !== null) return expiredCertificate;
  throw new HabitProblem('expired-tls needs a certificate that has expired: let the seller make its own (no --cert).');
}

function noteOn({ note, answer }: Served, sent: boolean): string | null {
  if (sent || note !== null) return note;
  return answer.instead === undefined ? 'The caller left before it was answered.' : 'It was not answered.';
}
