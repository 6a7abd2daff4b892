import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { endClient } from './end-client.js';
import { sessionOptions } from './postgres-pools.js';
import { refused } from './postgres-statement.js';
import type { SqlValue } from './unit-of-work.js';

const AGAIN_AFTER_MS = 500;
/** A connection that nothing is asked of is asked so often whether it is there. */
const PING_MS = 4_000;
/** Whoever is silent for longer has been stopped. */
const SILENT_MS = 12_000;

export interface SessionHooks {
  /** Each time it is connected, before anybody's statement; what belongs to the session is taken anew here. */
  readonly connected: (query: SessionQuery) => Promise<void>;
  readonly heard: (channel: string, payload: string) => void;
  readonly lost: (error: unknown) => void;
}

export type SessionQuery = <Row>(sql: string, params?: readonly SqlValue[]) => Promise<Row[]>;

/**
 * One connection of its own, for what belongs to a session: advisory locks, LISTEN. It is made again when it is lost, and with it all
 * that belonged to it. Not for a pooler that hands a connection on after each transaction.
 */
export class PostgresSession {
  private client: pg.Client | null = null;
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;
  private ping: NodeJS.Timeout | null = null;

  constructor(
    private readonly url: string,
    private readonly purpose: string,
    private readonly hooks: SessionHooks,
  ) {}

  get isConnected(): boolean {
    return this.client !== null;
  }

  /** Connects; tries again and again in the background where it is lost later. */
  async open(): Promise<void> {
    await this.connect();
    this.ping = setInterval(() => {
      if (this.client) void this.query('SELECT 1').catch(() => undefined);
    }, PING_MS);
  }

  /** One statement after the other; refused while there is no connection. */
  async query<Row>(sql: string, params: readonly SqlValue[] = []): Promise<Row[]> {
    const { client } = this;
    if (!client) throw refused(sql, new Error('The session is not connected.'));
    return this.send<Row>(client, sql, params);
  }

  /** Gives it up, and whatever belongs to it, for a new one. */
  drop(error: unknown): void {
    if (this.client) this.lose(this.client, error);
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.ping) clearInterval(this.ping);
    const { client } = this;
    this.client = null;
    if (client) await endClient(client);
  }

  private async send<Row>(client: pg.Client, sql: string, params: readonly SqlValue[]): Promise<Row[]> {
    const sent = this.last.then(() => client.query(sql, [...params]));
    this.last = sent.catch(() => undefined);
    try {
      return (await sent).rows as Row[];
    } catch (error) {
      const told = refused(sql, error);
      if (told.code === 'CONNECTION_LOST') this.lose(client, error);
      throw told;
    }
  }

  private async connect(): Promise<void> {
    const client = new pg.Client(sessionOptions(this.url, this.purpose, SILENT_MS));
    client.on('error', (error) => this.lose(client, error));
    client.on('end', () => this.lose(client, new Error('The server closed the session.')));
    client.on('notification', ({ channel, payload = '' }) => this.hooks.heard(channel, payload));
    try {
      await client.connect();
      this.last = Promise.resolve();
      await this.hooks.connected((sql, params = []) => this.send(client, sql, params));
    } catch (error) {
      void endClient(client);
      throw error;
    }
    if (this.closed) await client.end();
    else this.client = client;
  }

  private lose(client: pg.Client, error: unknown): void {
    if (this.client !== client || this.closed) return;
    this.client = null;
    this.hooks.lost(error);
    void client.end().catch(() => undefined);
    void this.reconnect();
  }

  private async reconnect(): Promise<void> {
    while (!this.closed) {
      await sleep(AGAIN_AFTER_MS, undefined, { ref: false });
      try {
        return await this.connect();
      } catch {
        // Still away: the next try is in half a second.
      }
    }
  }
}
