import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { DemoOrder } from './order.js';

/** The demo's marketplace: it takes signed events, and believes no others. */
export class Marketplace {
  readonly secret = `whsec_${randomBytes(32).toString('base64')}`;
  /** Events whose signature was not Roundtrip's. */
  refused = 0;
  private readonly server: Server;

  constructor(private readonly heard: (order: DemoOrder) => void) {
    this.server = createServer((req, res) => void this.take(req, res));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/events`;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString('utf8');
      const event = new Webhook(this.secret).verify(body, req.headers as Record<string, string>) as MarketplaceEvent;
      if (event.type.startsWith('order.')) this.heard(event.data);
      res.writeHead(204).end();
    } catch {
      this.refused += 1;
      res.writeHead(401).end();
    }
  }
}

interface MarketplaceEvent {
  readonly type: string;
  readonly data: DemoOrder;
}
