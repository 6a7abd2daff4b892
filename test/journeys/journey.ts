import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { DiskSpace } from '../../src/domain/alert.js';
import type { BodyPace } from '../../src/http/capped-request-body.js';
import type { MirrorLimits } from '../../src/orders/mirror-result.js';
import { nameServer, type NameServer } from '../outbound/name-server.js';
import { createAuthority, type LocalAuthority } from '../support/local-authority.js';
import { ManualClock } from '../support/manual-clock.js';
import { startMarketplace, type Marketplace } from '../support/marketplace.js';
import { startTestRoundtrip, type Answer, type TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { JourneyTool, type ToolJson } from './journey-tool.js';

export interface JourneyOptions {
  /** Settings, over those that every journey has. */
  readonly env?: Readonly<Record<string, string>>;
  /** `machine`: real time, for journeys that speak of milliseconds. Default: a clock that the test moves. */
  readonly time?: 'manual' | 'machine';
  /** Where the test's clock begins: for libraries that read the machine's. */
  readonly startAt?: number;
  /** How far the marketplace lets `webhook-timestamp` lie from now; by default any, for tests that jump hours. */
  readonly toleranceMs?: number;
  /** How slowly an upload may come; by default as the contract says. */
  readonly uploadPace?: BodyPace;
  /** What one mirrored file may be and take; by default as the contract says. */
  readonly mirrorLimits?: MirrorLimits;
  /** Room on the disks; by default plenty. */
  readonly spaceOf?: (folder: string) => Promise<DiskSpace>;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/**
 * The whole round trip: server, HTTPS seller, marketplace, operator and one clock, up for all tests of a file. `private.test`
 * is the only name that its name server knows.
 */
export function useJourney(options: JourneyOptions = {}): Journey {
  const journey = new Journey(options);
  beforeAll(() => journey.start());
  afterEach(() => journey.endOrders());
  afterAll(() => journey.stop());
  return journey;
}

export class Journey {
  authority!: LocalAuthority;
  seller!: ScriptedSeller;
  marketplace!: Marketplace;
  /** Where alerts to the operator go. */
  operator!: Marketplace;
  roundtrip!: TestRoundtrip;
  /** Moves only when told to; of no effect where `time` is `machine`. */
  readonly clock: ManualClock;
  /** What every draw of a random number gives: 0.5 spreads nothing. */
  chance = 0.5;
  private names!: NameServer;
  private sellerId = '';
  private readonly placed = new Set<string>();
  private made = 0;
  private forgiven = 0;

  constructor(private readonly options: JourneyOptions) {
    this.clock = new ManualClock(options.startAt);
  }

  async start(): Promise<void> {
    const clock = this.options.time === 'machine' ? undefined : this.clock;
    const toleranceMs = this.options.toleranceMs ?? Infinity;
    this.authority = await createAuthority();
    this.seller = await startSeller(this.authority);
    this.marketplace = await startMarketplace({ ...(clock ? { clock } : {}), toleranceMs });
    this.operator = await startMarketplace({
      secret: this.marketplace.secret,
      ...(clock ? { clock } : {}),
      toleranceMs,
    });
    this.names = await nameServer({ 'private.test': ['10.1.2.3'] });
    await this.boot();
    this.clock.onAdvance(() => this.roundtrip.timePassed());
    this.sellerId = (await this.api('POST', '/v1/sellers', { name: 'Ada' }, 201)).body.seller_id as string;
  }

  /** Starts the server; again on the same folder where it ran before. */
  async boot(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const clock = this.options.time === 'machine' ? {} : { clock: this.clock };
    const hooks = {
      ...{ MARKETPLACE_WEBHOOK_URL: this.marketplace.url, MARKETPLACE_WEBHOOK_SECRET: this.marketplace.secret },
      ...{ OPERATOR_ALERT_URL: this.operator.url, DNS_SERVERS: this.names.address },
    };
    this.roundtrip = await startTestRoundtrip({
      ...{ authority: this.authority, ...clock, random: () => this.chance },
      ...(this.options.uploadPace && { uploadPace: this.options.uploadPace }),
      ...(this.options.mirrorLimits && { mirrorLimits: this.options.mirrorLimits }),
      ...(this.options.spaceOf && { spaceOf: this.options.spaceOf }),
      env: { ...hooks, ...this.options.env, ...env },
      ...(this.roundtrip === undefined ? {} : { folder: this.roundtrip.folder }),
    });
  }

  /** The seller goes first: calls that hang end with it. Nothing may have broken on the way. */
  async stop(): Promise<void> {
    await this.seller.close();
    await this.roundtrip.stop();
    await this.marketplace.close();
    await this.operator.close();
    this.names.close();
    this.roundtrip.folder.remove();
    const breaks = this.roundtrip.logged.filter((line) => /^\{"level":"(?:error|fatal)"/.test(line));
    expect(breaks.slice(this.forgiven)).toEqual([]);
  }

  /** So many lines of the log may tell of something broken: a test broke it. */
  forgiveBreaks(count: number): void {
    this.forgiven += count;
  }

  /** Remembers an order, to be ended with its test. */
  notePlaced(orderId: string): void {
    this.placed.add(orderId);
  }

  /** Ends what a test leaves open: hours that pass in the next one would ask for it again and again. */
  async endOrders(): Promise<void> {
    const ids = [...this.placed];
    this.placed.clear();
    for (const id of ids) await this.roundtrip.call('POST', `/v1/orders/${id}/cancel`).catch(() => undefined);
  }

  /** A call of the first admin, which must be answered with this status. */
  async api(method: string, path: string, body?: unknown, status = 200): Promise<Answer> {
    const answer = await this.roundtrip.call(method, path, body);
    if (answer.status !== status) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer;
  }

  /** A seller of its own, for tests that look at what sellers are told. */
  async newSeller(fields: object = {}): Promise<{ seller_id: string; token: string }> {
    const answer = await this.api('POST', '/v1/sellers', { name: `Seller ${++this.made}`, ...fields }, 201);
    return answer.body as { seller_id: string; token: string };
  }

  /** A new tool at the scripted seller: it takes jobs, and answers checks with `processing`, until told otherwise. */
  async tool(fields: object = {}): Promise<JourneyTool> {
    const shortId = `tool-${++this.made}`;
    const whole = {
      ...{ short_id: shortId, seller_id: this.sellerId, name: 'A tool', job_url: this.seller.url(`/${shortId}/job`) },
      status_url: this.seller.url(`/${shortId}/status/{order_id}`),
      ...{ auth_headers: { Authorization: `Bearer key-of-${shortId}` }, ...fields },
    };
    const answer = await this.api('POST', '/v1/tools', whole, 201);
    const tool = new JourneyTool(this, answer.body as ToolJson);
    return tool.onJob({ status: 200 }).onStatus({ body: { status: 'processing' } });
  }

  /** A tool that is checked every minute, whatever the sweep does. */
  minutely(fields: object = {}): Promise<JourneyTool> {
    return this.tool({ poll: { strategy: 'fixed', interval_s: 60, jitter: 0 }, ...fields });
  }

  /** Lets time pass. */
  pass(ms: number): void {
    this.clock.advance(ms);
  }
}

/** What people read in `error`: a whole sentence, and none of the machine's own words. */
export function expectSentence(text: string | null): void {
  expect(text).toMatch(/^\S+ .+\.$/s);
  expect(text).not.toMatch(/undefined|\[object|Error:|\n\s+at /);
}
