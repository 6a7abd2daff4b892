import { randomUUID } from 'node:crypto';
import type { Role } from '../../src/domain/caller.js';
import { OutageStore } from '../../src/storage/outage-store.js';
import { eventually } from '../support/eventually.js';
import { createAuthority } from '../support/local-authority.js';
import { startMarketplace, type Marketplace } from '../support/marketplace.js';
import { startTestRoundtrip, type Answer, type TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';

export interface SellerAccount {
  readonly sellerId: string;
  readonly token: string;
}

export interface Tool {
  readonly shortId: string;
  readonly callbackSecret: string;
}

export const INTAKE_SECRET = `whsec_${Buffer.from('the intake secret of the matrix!').toString('base64')}`;

/** What a seller's tool does with its orders. */
type Manner = 'waits' | 'fails' | 'brings a file' | 'calls back by URL';

const REPLIES: Readonly<Record<Manner, object>> = {
  waits: {},
  fails: { status: 'failed', error: 'no' },
  'brings a file': { status: 'completed', file_base64: 'aGVsbG8=', filename: 'hello.txt', mime_type: 'text/plain' },
  'calls back by URL': {},
};

/** A server with everybody who may call it, and things of every kind that they may call it about. */
export class AccessWorld {
  readonly tokens = {} as Record<Exclude<Role, 'seller'>, string>;
  owner!: SellerAccount;
  other!: SellerAccount;
  private schedule: string | null = null;

  private constructor(
    readonly roundtrip: TestRoundtrip,
    private readonly seller: ScriptedSeller,
    private readonly marketplace: Marketplace,
  ) {}

  static async start(): Promise<AccessWorld> {
    const authority = await createAuthority();
    const [seller, marketplace] = [await startSeller(authority), await startMarketplace()];
    const env = {
      ...{ INTAKE_SECRET, METRICS_TOKEN: 'the-token-of-the-metrics', SELLER_WORK: 'on' },
      ...{ MARKETPLACE_WEBHOOK_URL: marketplace.url, MARKETPLACE_WEBHOOK_SECRET: marketplace.secret },
    };
    const world = new AccessWorld(await startTestRoundtrip({ authority, env }), seller, marketplace);
    await world.begin();
    return world;
  }

  async stop(): Promise<void> {
    await this.roundtrip.stop();
    await this.seller.close();
    await this.marketplace.close();
    this.roundtrip.folder.remove();
  }

  /** As the first admin; throws unless the answer is a good one. */
  async api(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
    const answer = await this.roundtrip.call(method, path, body, token === undefined ? {} : { token });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  async newToken(role: Exclude<Role, 'seller'>): Promise<{ tokenId: string; token: string }> {
    const { body } = await this.api('POST', '/v1/tokens', { name: role, role });
    return { tokenId: body.token_id as string, token: body.token as string };
  }

  async newSeller(): Promise<SellerAccount> {
    const { body } = await this.api('POST', '/v1/sellers', { name: 'A seller' });
    return { sellerId: body.seller_id as string, token: body.token as string };
  }

  async newTool(manner: Manner = 'waits', { sellerId } = this.owner): Promise<Tool> {
    const path = `/${encodeURIComponent(manner)}`;
    this.seller.reply(`POST ${path}`, { body: REPLIES[manner] });
    const { body } = await this.api('POST', '/v1/tools', {
      ...{ name: manner, seller_id: sellerId, job_url: this.seller.url(path), auth_headers: { 'X-Key': 'k' } },
      status_url: this.seller.url('/status/{order_id}'),
      callback_auth: manner === 'calls back by URL' ? 'url_token' : 'secret',
    });
    return { shortId: body.short_id as string, callbackSecret: body.callback_secret as string };
  }

  /** An order of the owner's, once it is in the state that its tool brings it to. */
  async newOrder(manner: Manner = 'waits', tool?: Tool): Promise<string> {
    const { shortId } = tool ?? (await this.newTool(manner));
    const { body } = await this.api('POST', '/v1/orders', { short_id: shortId, inputs: {} });
    const orderId = body.order_id as string;
    const states = { fails: 'failed', 'brings a file': 'completed' } as Partial<Record<Manner, string>>;
    await this.isIn(orderId, states[manner] ?? 'processing');
    return orderId;
  }

  /** The owner's own action on its orders. */
  async newBulk(): Promise<string> {
    const body = { action: 'check', filter: {} };
    const { token } = this.owner;
    const answer = await eventually(async () => {
      const begun = await this.roundtrip.call('POST', '/v1/orders/bulk', body, { token });
      return begun.status === 202 && begun;
    });
    return (answer as Answer).body.bulk_id as string;
  }

  /** A cancelled order whose result came late, and the attempt that brought it. */
  async newLateResult(): Promise<{ orderId: string; attemptId: string }> {
    const tool = await this.newTool();
    const orderId = await this.newOrder('waits', tool);
    await this.api('POST', `/v1/orders/${orderId}/cancel`);
    const headers = { 'x-callback-secret': tool.callbackSecret };
    const body = { ok: true, order_id: orderId, result_text: 'late' };
    await this.roundtrip.call('POST', '/api/orders/callback', body, { token: null, headers });
    const { attempts } = (await this.api('GET', `/v1/orders/${orderId}/attempts`)).body;
    const late = (attempts as { attempt_id: string; kind: string }[]).find(({ kind }) => kind === 'callback');
    return { orderId, attemptId: late?.attempt_id ?? '' };
  }

  /** A schedule of the owner's that is far from its next tick, in place of the one before: an owner may have 100. */
  async newSchedule(): Promise<string> {
    if (this.schedule !== null) await this.roundtrip.call('DELETE', `/v1/schedules/${this.schedule}`);
    const wish = { url: this.seller.url('/tick'), cron: '0 0 29 2 *' };
    this.schedule = (await this.api('POST', '/v1/schedules', wish, this.owner.token)).body.schedule_id as string;
    return this.schedule;
  }

  /** A poll of the owner's that waits. */
  async newPoll(): Promise<string> {
    const url = this.seller.url('/status/x');
    const wish = { url, response_filter: { status: [418] } };
    return (await this.api('POST', '/v1/polls', wish, this.owner.token)).body.poll_id as string;
  }

  /** A job of the owner's that waits for its time, or one that has failed. */
  async newJob(has: 'waits' | 'failed'): Promise<string> {
    const scheduled_at = new Date(Date.now() + (has === 'waits' ? 3_600_000 : 0)).toISOString();
    const wish = { url: this.seller.url('/no-such-path'), scheduled_at };
    const id = (await this.api('POST', '/v1/jobs', wish, this.owner.token)).body.job_id as string;
    const status = has === 'waits' ? 'scheduled' : 'failed';
    await eventually(async () => (await this.api('GET', `/v1/jobs/${id}`)).body.status === status);
    return id;
  }

  /** An outage of the owner's that is over. */
  async newOutage(): Promise<string> {
    const { database } = this.roundtrip.storage;
    const store = new OutageStore(database);
    const place = { seller_id: this.owner.sellerId, short_id: 'tool', origin: 'https://seller.test' };
    return database.unit.run(async (tx) => {
      const { outage_id } = (await store.open(tx, place, Date.now()))!;
      await store.end(tx, outage_id, Date.now());
      return outage_id;
    });
  }

  /** A message to the marketplace that was given up. */
  async newDeadNotification(): Promise<string> {
    await this.newOrder('fails');
    const id = await eventually(async () => {
      const { notifications } = (await this.api('GET', '/v1/notifications?state=delivered&limit=1')).body;
      return (notifications as { notification_id: string }[])[0]?.notification_id;
    });
    await this.roundtrip.storage.database.unit.run((tx) =>
      tx.run("UPDATE notifications SET state = 'dead' WHERE notification_id = $1", [id]),
    );
    return id;
  }

  /** The path of the callback URL of a new order whose tool is called back by URL. */
  async newCallbackPath(): Promise<{ path: string; orderId: string }> {
    const orderId = await this.newOrder('calls back by URL');
    const job = this.seller.requests.find((request) => request.body.includes(orderId));
    return { path: new URL(String(job?.json().callback_url)).pathname, orderId };
  }

  /** Path and query of the upload URL of one byte of JSON for a new order. */
  async newUpload(): Promise<string> {
    const tool = await this.newTool();
    const body = { order_id: await this.newOrder('waits', tool), filename: 'a.json', mime_type: 'application/json' };
    const options = { token: null, headers: { 'x-callback-secret': tool.callbackSecret } };
    const wish = { ...body, file_size: 1 };
    const prepared = await this.roundtrip.call('POST', '/api/orders/callback/prepare', wish, options);
    const { pathname, search } = new URL(prepared.body.upload_url as string);
    return pathname + search;
  }

  unknownId(): string {
    return randomUUID();
  }

  private async begin(): Promise<void> {
    this.tokens.admin = this.roundtrip.adminToken;
    for (const role of ['operator', 'viewer', 'marketplace'] as const)
      this.tokens[role] = (await this.newToken(role)).token;
    this.seller.reply('GET /status/:id', { body: { status: 'processing' } });
    [this.owner, this.other] = [await this.newSeller(), await this.newSeller()];
  }

  private async isIn(orderId: string, status: string): Promise<void> {
    await eventually(async () => (await this.api('GET', `/v1/orders/${orderId}`)).body.status === status);
  }
}
