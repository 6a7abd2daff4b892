import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SellerRequest } from '../support/scripted-seller.js';

/** What a careless seller says of a request: its address and headers, in every spelling that one meets. */
export function echoOf({ path, query, headers }: Pick<SellerRequest, 'path' | 'query' | 'headers'>): string {
  const address = `${path}?${query.toString()}`;
  const values = Object.entries(headers).flatMap(([name, value]) => [
    `${name}: ${String(value)}`,
    ...spellings(String(value)),
  ]);
  return [`Cannot serve ${address}`, ...[...query.values()].flatMap(spellings), ...values].join('\n');
}

/** Only what the seller was given as auth header, so that it fits into a message of 500 characters. */
export function credentialOf({ headers }: Pick<SellerRequest, 'headers'>): string {
  return String(headers['authorization'] ?? headers['x-key'] ?? '');
}

export function spellings(value: string): string[] {
  const bytes = Buffer.from(value);
  const bare = value.replace(/^\w+ /, '');
  return [
    ...[value, bare, JSON.stringify({ value }), JSON.stringify(JSON.stringify({ value })), encodeURIComponent(value)],
    ...[encodeURIComponent(bare), bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')],
    ...[bytes.toString('hex').toUpperCase(), Buffer.from(bare).toString('base64'), Buffer.from(bare).toString('hex')],
    ...[Buffer.from(bare, 'base64').toString('utf8')],
  ];
}

/** A receiver of messages that answers with all that it was sent. */
export class EchoingReceiver {
  status = 500;
  received = 0;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      void this.answer(request).then((body) => response.writeHead(this.status).end(body));
    });
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/events`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage): Promise<string> {
    for await (const _chunk of request);
    this.received += 1;
    const url = new URL(request.url ?? '/', 'http://receiver');
    return echoOf({ path: url.pathname, query: url.searchParams, headers: request.headers });
  }
}
