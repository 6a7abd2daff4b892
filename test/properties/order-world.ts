import { setImmediate } from 'node:timers/promises';
import { makeRooms, type Rooms } from '../../src/composition/make-rooms.js';
import { openStorage, type OpenedStorage } from '../../src/composition/open-storage.js';
import type { Caller } from '../../src/domain/caller.js';
import type { Exchange, HttpCall } from '../../src/domain/exchange.js';
import { Problem } from '../../src/domain/problem.js';
import { loadSettings, type Settings } from '../../src/settings/load-settings.js';
import { LogEvents } from '../../src/telemetry/log-events.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { ManualClock } from '../support/manual-clock.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { exchangeOf, runOfForward, type HeldCall } from './said.js';
import { HeldBody } from '../../src/domain/received-body.js';

export const TOOLS = ['swept', 'often', 'calls-back'] as const;
export type ToolName = (typeof TOOLS)[number];

const admin: Caller = { role: 'admin', tokenId: 'tok_admin', name: 'ADMIN_TOKEN', sellerId: null };
const MARKETPLACE = 'http://marketplace.test/events';

/**
 * The real services on a real database, with a door that holds every call to a seller until the test answers it, and a clock
 * that the test moves. Messages to the marketplace are taken at once.
 */
export class OrderWorld {
  readonly clock = new ManualClock();
  /** Calls that wait for an answer, in the order in which they were made. */
  readonly held: HeldCall[] = [];
  /** What the marketplace took, in order. */
  readonly delivered: { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[] = [];
  /** Warnings and errors that were logged. */
  readonly logged: string[] = [];
  readonly rooms: Rooms;

  private constructor(
    private readonly folder: TempFolder,
    readonly storage: OpenedStorage,
    settings: Settings,
  ) {
    const destination = { write: (line: string) => void this.logged.push(line) };
    const log = new LogEvents(createLogger({ level: 'warn', format: 'json', destination }));
    const door = { call: (call: HttpCall) => this.take(call) };
    const publicUrl = () => 'http://roundtrip.test';
    this.rooms = makeRooms({ settings, storage, log, door, publicUrl, clock: this.clock, random: () => 0.5 });
    // One order at a time is looked at here: the trouble of the thousand before it is not its own.
    Object.assign(this.rooms.engineRoom.breakers, { run: (_: unknown, attempt: () => Promise<void>) => attempt() });
  }

  static async open(): Promise<OrderWorld> {
    const folder = makeTempFolder();
    const env = {
      ...{ DATABASE_URL: `sqlite:${folder.join('roundtrip.sqlite')}`, STORAGE_URL: `file:${folder.join('files')}` },
      ...{ MARKETPLACE_WEBHOOK_URL: MARKETPLACE, MARKETPLACE_WEBHOOK_SECRET: `whsec_${'c2VjcmV0'.repeat(4)}` },
    };
    const loaded = loadSettings(env, false);
    if (!loaded.ok) throw new Error(loaded.problem);
    const world = new OrderWorld(folder, await openStorage(loaded.settings), loaded.settings);
    await world.begin();
    return world;
  }

  async close(): Promise<void> {
    for (const call of this.held.splice(0)) call.answer('never sent');
    await this.rooms.engineRoom.engine.stop(1_000);
    await this.rooms.schemas.close();
    await this.storage.close();
    this.folder.remove();
  }

  async place(tool: ToolName, deadlineS: number): Promise<string> {
    const request = { short_id: tool, inputs: { prompt: 'a cat' }, deadline_s: deadlineS };
    const { order } = await this.rooms.orders.receive.receive(request, [], admin);
    await this.calm();
    return order.order_id;
  }

  /** Lets time pass; what is due by then is begun, and what is past its deadline expires. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    this.rooms.engineRoom.engine.wake();
    await this.expire();
  }

  /** What the server does four times a second; a call while another is under way does nothing. */
  async expire(): Promise<void> {
    await this.rooms.orders.expire.run();
  }

  /** Sends a callback; answers its status: 200, or that of the problem. */
  async callback(tool: ToolName, run: number | null, body: string): Promise<number> {
    const path = `/api/orders/callback${run === null ? '' : `?run=${run}`}`;
    const callback = {
      shortId: tool,
      urlOrderId: null,
      secret: 'a secret',
      run,
      path,
      requestId: 'req',
      headers: {},
    };
    return statusOf(
      this.rooms.orders.callback.accept(callback, async (sink) => {
        await sink.write(Buffer.from(body));
        return sink.end();
      }),
    );
  }

  cancel = (orderId: string) => statusOf(this.rooms.orders.cancel.cancel(orderId, 'somebody'));
  retry = (orderId: string) => statusOf(this.rooms.orders.retry.retry(orderId, 'somebody'));
  checkNow = (orderId: string) => statusOf(this.rooms.orders.checkNow.check(orderId));
  accept = (orderId: string, attemptId: string) =>
    statusOf(this.rooms.orders.acceptLate.accept(orderId, attemptId, 'somebody'));

  read<Row>(sql: string, ...params: (string | number)[]): Promise<Row[]> {
    return this.storage.database.read<Row>(sql, params);
  }

  /** Waits until everything that is due has been begun and waits for an answer of ours, and nothing else goes on. */
  async calm(): Promise<void> {
    const giveUp = performance.now() + 20_000;
    await this.expire();
    for (let turns = 0; turns < 3;) {
      await setImmediate();
      turns = (await this.isCalm()) ? turns + 1 : 0;
      if (performance.now() > giveUp) throw new Error(`No calm: ${await this.restlessness()}`);
    }
  }

  private async isCalm(): Promise<boolean> {
    if (this.rooms.engineRoom.engine.inFlight !== this.held.length) return false;
    const due = await this.read('SELECT 1 FROM work WHERE claim = 0 AND due_at <= $1 LIMIT 1', this.clock.now());
    return due.length === 0;
  }

  private async restlessness(): Promise<string> {
    const work = await this.read('SELECT kind, subject, run, claim, due_at, state FROM work');
    const calls = { held: this.held.length, inFlight: this.rooms.engineRoom.engine.inFlight };
    return JSON.stringify({ now: this.clock.now(), ...calls, work, logged: this.logged.slice(-3) });
  }

  private async begin(): Promise<void> {
    const { sellers, tools } = this.rooms.sellers;
    const asker = { caller: admin, requestId: 'req' };
    const seller = await sellers.create(asker, { name: 'A seller' });
    const common = { seller_id: seller.seller_id, auth_headers: { 'X-Key': 'k' }, max_concurrency: 1_000 };
    const status_url = 'https://seller.test/status/{order_id}';
    const polls = { swept: { strategy: 'sweep' }, often: { strategy: 'fixed', interval_s: 90 }, 'calls-back': null };
    for (const short_id of TOOLS) {
      const asked = polls[short_id] === null ? {} : { status_url, poll: polls[short_id] };
      await tools.create(asker, { ...common, ...asked, short_id, name: short_id, job_url: 'https://seller.test/job' });
    }
    await this.rooms.engineRoom.engine.start();
  }

  private async take(call: HttpCall): Promise<Exchange> {
    if (call.url === MARKETPLACE) {
      this.delivered.push(JSON.parse(String(call.body)) as { type: string; data: Record<string, unknown> });
      return { kind: 'answered', status: 200, headers: {}, body: new HeldBody(Buffer.alloc(0)), durationMs: 1 };
    }
    return call.method === 'POST' ? this.hold('forward', runOfForward(call)) : this.holdCheck(call);
  }

  private async holdCheck(call: HttpCall): Promise<Exchange> {
    const orderId = call.url.split('/').at(-1) ?? '';
    const work = await this.rooms.engineRoom.work.find('check', orderId);
    return this.hold('check', work?.run ?? 0);
  }

  private hold(kind: HeldCall['kind'], run: number): Promise<Exchange> {
    return new Promise((resolve) => {
      this.held.push({ kind, run, at: this.clock.now(), answer: (said) => resolve(exchangeOf(said)) });
    });
  }
}

async function statusOf(step: Promise<unknown>): Promise<number> {
  return step.then(
    () => 200,
    (error: unknown) => {
      if (error instanceof Problem) return error.status;
      throw error;
    },
  );
}
