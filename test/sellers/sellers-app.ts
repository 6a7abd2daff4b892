import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { accountsProviders } from '../../src/accounts/accounts-parts.js';
import type { Role } from '../../src/domain/caller.js';
import { Gate } from '../../src/http/auth/gate.js';
import { SessionCookie } from '../../src/http/auth/session-cookie.js';
import { Cursors } from '../../src/http/cursors.js';
import { httpProviders } from '../../src/http/http-parts.js';
import { SellersController } from '../../src/http/sellers.controller.js';
import { makeAdapter, nestOptions } from '../../src/http/server-options.js';
import { ServerEvents } from '../../src/http/server-events.js';
import { setUpHttp } from '../../src/http/set-up-http.js';
import { ToolsController } from '../../src/http/tools.controller.js';
import { sellersProviders } from '../../src/sellers/sellers-parts.js';
import { ADMIN, openRoom, type TestRoom } from './sellers-room.js';

export interface Answer {
  readonly status: number;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a test reads out of an answer
  readonly json: any;
}

export interface SellersApp {
  readonly room: TestRoom;
  /** Unexpected errors that were told. */
  readonly reported: unknown[];
  call(token: string, method: string, path: string, body?: unknown): Promise<Answer>;
  /** A token of a role; of `sellerId` for sellers. */
  tokenOf(role: Role, sellerId?: string): Promise<string>;
  close(): Promise<void>;
}

/** The room behind the real door, on a real port. */
export async function startSellersApp(): Promise<SellersApp> {
  const room = await openRoom();
  const cookie = new SessionCookie(false);
  const gate = new Gate({ ...room.accounts, cookie, metricsToken: null, intakeSignature: null });
  const events = new ServerEvents({ heartbeatMs: 1_000, stillProven: (request) => gate.stillProven(request) });
  const cursors = new Cursors([Buffer.alloc(32, 7)]);
  const reported: unknown[] = [];

  @Module({
    controllers: [SellersController, ToolsController],
    providers: [
      ...accountsProviders(room.accounts),
      ...httpProviders({ cookie, cursors, events, version: '0.0.0' }),
      ...sellersProviders(room),
    ],
  })
  class SellersModule {}

  const options = { ...nestOptions, logger: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(SellersModule, makeAdapter({ trustProxy: [] }), options);
  setUpHttp(app, { gate, events, version: '0', report: (error) => void reported.push(error) });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    room,
    reported,
    call: (token, method, path, body) => call(`${url}${path}`, token, method, body),
    tokenOf: async (role, sellerId) => {
      const caller = { role: 'admin', tokenId: 'tok_admin', name: 'admin', sellerId: null } as const;
      const wish = { name: role, role, seller_id: sellerId ?? null };
      return (await room.accounts.tokens.create(caller, wish, 'req_test')).token;
    },
    close: async () => {
      app.getHttpServer().closeAllConnections();
      await app.close();
      await room.close();
    },
  };
}

async function call(url: string, token: string, method: string, body: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, json: text === '' ? undefined : JSON.parse(text) };
}

export { ADMIN };
