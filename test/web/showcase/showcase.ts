import type { BadSeller } from '../../../src/habits/bad-seller.js';
import { createAuthority } from '../../support/local-authority.js';
import { eventually } from '../../support/eventually.js';
import { startTestRoundtrip, type Answer, type TestRoundtrip } from '../../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../../support/scripted-seller.js';
import { MovingClock } from './moving-clock.js';
import { startTestedTool } from './tested-tool.js';
import { SELLERS, TOOLS, type ShowTool } from './tools.js';

const MINUTE = 60_000;
const STEP = MINUTE;
/** Orders of a step, on average. */
const ORDERS_A_STEP = 0.35;
const PAST = 26 * 60 * MINUTE;

interface Open {
  readonly orderId: string;
  readonly tool: ShowTool;
  readonly i: number;
  readonly doneAt: number;
}

/** An installation that has lived through a day: real sellers over HTTPS, orders of every kind, an outage. For pictures. */
export class Showcase {
  private readonly secrets = new Map<string, string>();
  private open: Open[] = [];
  private tested: BadSeller | null = null;
  private count = 0;
  private seed = 7;
  /** What the pictures are taken of. */
  readonly orders: Record<string, string> = {};

  private constructor(
    readonly roundtrip: TestRoundtrip,
    private readonly clock: MovingClock,
    private readonly sellers: readonly ScriptedSeller[],
  ) {}

  static async start(): Promise<Showcase> {
    const authority = await createAuthority();
    const sellers = await Promise.all(SELLERS.map(() => startSeller(authority)));
    const clock = new MovingClock(PAST);
    const roundtrip = await startTestRoundtrip({ authority, clock });
    const showcase = new Showcase(roundtrip, clock, sellers);
    const [, sellerId = ''] = await showcase.register();
    await showcase.live();
    showcase.tested = await startTestedTool(showcase, authority, sellerId);
    return showcase;
  }

  async stop(): Promise<void> {
    await Promise.all(this.sellers.map((seller) => seller.close()));
    await this.tested?.close();
    await this.roundtrip.stop();
    this.roundtrip.folder.remove();
  }

  /** Answers the ids of the sellers. */
  private async register(): Promise<string[]> {
    const ids: string[] = [];
    for (const name of SELLERS) ids.push((await this.api('POST', '/v1/sellers', { name })).body.seller_id as string);
    for (const tool of TOOLS) {
      const seller = this.sellers[tool.seller]!;
      seller.reply(`POST /${tool.short_id}`, { status: 202, body: { ok: true } });
      seller.reply(`GET /${tool.short_id}/:id`, { body: { status: 'processing', progress: 40, message: 'reading' } });
      const made = await this.api('POST', '/v1/tools', {
        ...{ seller_id: ids[tool.seller], short_id: tool.short_id, name: tool.name },
        job_url: seller.url(`/${tool.short_id}`),
        status_url: seller.url(`/${tool.short_id}/{order_id}`),
        auth_headers: { 'X-Api-Key': 'a key of sixteen and more' },
        ...(tool.poll ? { poll: tool.poll } : {}),
      });
      this.secrets.set(tool.short_id, made.body.callback_secret as string);
    }
    return ids;
  }

  /** A day in steps of a minute; the last hours bring what an operator's page is for. */
  private async live(): Promise<void> {
    for (let at = 0; at < PAST; at += STEP) {
      const left = PAST - at;
      if (left === 90 * MINUTE) await this.sellers[2]!.down();
      if (left === 25 * MINUTE) await this.sellers[2]!.up();
      await this.step(left);
      this.clock.advance(STEP);
      this.roundtrip.timePassed();
    }
    await this.lastTouches();
  }

  private async step(left: number): Promise<void> {
    const now = this.clock.now();
    const due = this.open.filter(({ doneAt }) => doneAt <= now);
    this.open = this.open.filter(({ doneAt }) => doneAt > now);
    for (const order of due) await this.finish(order);
    if (this.draw() < ORDERS_A_STEP) await this.place(TOOLS[Math.floor(this.draw() * TOOLS.length)]!);
    const isOutage = left <= 90 * MINUTE && left > 25 * MINUTE;
    if (isOutage && this.draw() < 0.65) await this.place(TOOLS[4]!);
    if (left % (15 * MINUTE) === 0) await this.api('POST', '/v1/sweeps');
  }

  private async place(tool: ShowTool): Promise<string> {
    const i = this.count++;
    const body = { short_id: tool.short_id, inputs: tool.inputs(i), metadata: { basket: `b-${1_000 + i}` } };
    const orderId = (await this.api('POST', '/v1/orders', body)).body.order_id as string;
    const seller = this.sellers[tool.seller]!;
    const isThere = () => seller.requestsTo(`POST /${tool.short_id}`).some(({ body: text }) => text.includes(orderId));
    await eventually(async () => isThere() || (await this.isHeldUp(orderId)));
    const doneAt = this.clock.now() + tool.medianMin * MINUTE * Math.exp((this.draw() + this.draw() - 1) * 0.9);
    // What never reached its seller is finished by nobody.
    if (isThere()) this.open.push({ orderId, tool, i, doneAt });
    return orderId;
  }

  private async finish({ orderId, tool, i }: Open): Promise<void> {
    const fails = i % 17 === 5;
    const body = fails
      ? {
          ok: false,
          order_id: orderId,
          error: { code: 'input_unreadable', message: 'The input could not be read: page 3 is blank.' },
        }
      : { ok: true, order_id: orderId, ...tool.result(i) };
    await this.callback(tool, body);
    this.orders[fails ? 'failed' : tool.short_id] = orderId;
  }

  /** What happens just now. */
  private async lastTouches(): Promise<void> {
    const sellerOf = (tool: ShowTool) => this.sellers[tool.seller]!;
    const [summarise, bank, cover] = [TOOLS[0]!, TOOLS[1]!, TOOLS[2]!];
    for (const [n, tool] of [summarise, bank, cover, summarise, bank].entries()) {
      const orderId = await this.place(tool);
      const progress = {
        status: 'processing',
        progress: 20 + n * 15,
        message: ['reading', 'page 3 of 8', 'painting'][n % 3],
      };
      await this.callback(tool, { ok: true, order_id: orderId, ...progress });
      this.orders.live = orderId;
    }
    sellerOf(cover).reply('POST /cover-image', {
      status: 422,
      body: { error: 'size must be one of 1024x1024, 1792x1024' },
    });
    this.orders.rejected = await this.place(cover);
    sellerOf(cover).reply('POST /cover-image', { status: 202, body: { ok: true } });
    await eventually(
      async () => (await this.api('GET', `/v1/orders/${this.orders.rejected}`)).body.status === 'failed',
    );
  }

  private async callback(tool: ShowTool, body: object): Promise<void> {
    const headers = { 'x-callback-secret': this.secrets.get(tool.short_id) ?? '' };
    await this.roundtrip.call('POST', '/api/orders/callback', body, { token: null, headers });
  }

  /** Its call failed, or is held back since too many before it did. */
  private async isHeldUp(orderId: string): Promise<boolean> {
    const { attempts } = (await this.api('GET', `/v1/orders/${orderId}/attempts`)).body as { attempts: unknown[] };
    const { outages } = (await this.api('GET', '/v1/outages')).body as { outages: { to: string | null }[] };
    return attempts.length > 0 || outages.some(({ to }) => to === null);
  }

  async api(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.roundtrip.call(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer;
  }

  /** From 0 to 1, the same in every run (a linear congruential generator: Numerical Recipes). */
  private draw(): number {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.seed / 2 ** 32;
  }
}
