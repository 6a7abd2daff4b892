import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { callingBack } from './call-back.js';
import type { CallBack, DemoSeller, Job, Reply } from './seller.js';

/** Shown once, when the tool is registered. */
export interface ToolSecrets {
  readonly callback_secret: string;
  readonly signing_secret: string;
}

/** A seller's automation on the web: HTTPS on 127.0.0.1, open only to who sends its key and signs its jobs. */
export class SellerServer {
  /** What it wants to see in `auth_headers`. */
  readonly authorization = `Bearer ${randomBytes(24).toString('hex')}`;
  /** Requests answered. */
  readonly asked = { jobs: 0, checks: 0 };
  private secrets: ToolSecrets = { callback_secret: '', signing_secret: '' };
  private readonly server: Server;
  private readonly callBack: CallBack = callingBack(() => this.secrets.callback_secret);

  constructor(
    readonly seller: DemoSeller,
    certificate: { readonly key: string; readonly cert: string },
  ) {
    this.server = createServer({ ...certificate }, (req, res) => {
      this.serve(req, res).catch(() => send(res, { status: 400 }));
    });
  }

  /** The URLs to register. `{order_id}` is filled in by Roundtrip. */
  get urls(): { job_url: string; status_url?: string } {
    const base = `https://localhost:${(this.server.address() as AddressInfo).port}`;
    const statusUrl = this.seller.answerCheck ? { status_url: `${base}/orders/{order_id}` } : {};
    return { job_url: `${base}/jobs`, ...statusUrl };
  }

  /** From now on it knows the secrets of its tool. */
  trust(secrets: ToolSecrets): void {
    this.secrets = secrets;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const allowed = req.headers.authorization === this.authorization;
    send(res, allowed ? this.answer(req, Buffer.concat(chunks).toString('utf8')) : { status: 401 });
  }

  private answer(req: IncomingMessage, body: string): Reply {
    const { seller, asked } = this;
    if (req.method === 'POST' && req.url === '/jobs') {
      asked.jobs += 1;
      // Throws where the signature is not Roundtrip's.
      const job = new Webhook(this.secrets.signing_secret).verify(body, req.headers as Record<string, string>) as Job;
      return seller.takeJob(job, this.callBack);
    }
    const orderId = /^\/orders\/([^/]+)$/.exec(req.url ?? '')?.[1];
    if (req.method !== 'GET' || orderId === undefined || !seller.answerCheck) return { status: 404 };
    asked.checks += 1;
    return seller.answerCheck(decodeURIComponent(orderId));
  }
}

function send(res: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return;
  const body = reply.body === undefined ? '' : JSON.stringify(reply.body);
  res.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(body);
}
