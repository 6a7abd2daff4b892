import { eventually } from '../support/eventually.js';
import { createAuthority, type LocalAuthority } from '../support/local-authority.js';
import { ManualClock } from '../support/manual-clock.js';
import { startTestRoundtrip, type Answer, type CallOptions, type TestRoundtrip } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller, type SellerHandler } from '../support/scripted-seller.js';
import type { TempFolder } from '../support/temp-folder.js';
import { Canaries } from './canaries.js';
import { EchoingReceiver } from './echo.js';

export interface PlantedTool {
  readonly shortId: string;
  readonly callbackSecret: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Heard {
  readonly what: string;
  readonly text: string;
}

/** The whole product with a canary for every secret in it. Remembers every answer that was not asked for a secret. */
export class SecretsWorld {
  readonly canaries = new Canaries();
  readonly clock = new ManualClock();
  readonly heard: Heard[] = [];
  readonly logged: string[] = [];
  readonly orders: string[] = [];
  readonly tools: PlantedTool[] = [];
  readonly polls: string[] = [];
  readonly jobs: string[] = [];
  readonly schedules: string[] = [];
  /** How many answers showed the body of their own job or schedule. */
  bodiesShown = 0;
  /** A token of each role; `seller` owns every tool. */
  readonly tokens: Record<string, string> = {};
  /** The signing secret that a role is told, where it has one. */
  readonly signingSecrets = new Map<string, string>();
  sellerId = '';
  roundtrip!: TestRoundtrip;

  private constructor(
    private readonly authority: LocalAuthority,
    readonly seller: ScriptedSeller,
    readonly marketplace: EchoingReceiver,
    readonly operator: EchoingReceiver,
  ) {}

  static async start(): Promise<SecretsWorld> {
    const authority = await createAuthority();
    const receivers = [await new EchoingReceiver().listen(), await new EchoingReceiver().listen()] as const;
    const world = new SecretsWorld(authority, await startSeller(authority), ...receivers);
    world.clock.onAdvance(() => world.roundtrip.timePassed());
    return world;
  }

  /** Starts the server, again on the same data where it ran before. */
  async boot(env: Readonly<Record<string, string>>): Promise<void> {
    const folder: TempFolder | undefined = this.roundtrip?.folder;
    this.roundtrip = await startTestRoundtrip({
      ...{
        authority: this.authority,
        clock: this.clock,
        random: () => 0.5,
        env: { LOG_LEVEL: 'trace', SELLER_WORK: 'on', ...env },
      },
      ...(folder === undefined ? {} : { folder }),
    });
    this.tokens['admin'] = this.roundtrip.adminToken;
  }

  async halt(): Promise<void> {
    await this.roundtrip.stop('SIGTERM');
    this.logged.push(...this.roundtrip.logged);
  }

  async close(): Promise<void> {
    await Promise.all([this.seller.close(), this.marketplace.close(), this.operator.close()]);
    this.roundtrip.folder.remove();
  }

  /** A call whose answer must hold no secret, but for the body of a job or a schedule where it is theirs to show. */
  async call(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<Answer> {
    const answer = await this.roundtrip.call(method, path, body, options);
    const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    const what = `${method} ${path.split('?')[0]} -> ${answer.status}`;
    const text = answer.status < 300 && showsItsBody(method, path) ? this.withoutBody(answer) : answer.text;
    this.heard.push({ what, text: `${headers}\n\n${text}` });
    return answer;
  }

  private withoutBody({ body }: Answer): string {
    const { body: own, ...rest } = body as { readonly body?: string | null };
    if (typeof own === 'string') this.bodiesShown += 1;
    return JSON.stringify(rest);
  }

  /** A call that is answered with a secret, once: the answer is not looked at, its secrets are canaries from then on. */
  async issue(method: string, path: string, body: unknown, secrets: Record<string, string>): Promise<Answer['body']> {
    const answer = await this.roundtrip.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
    for (const [field, name] of Object.entries(secrets)) this.canaries.plant(name, answer.body[field] as string);
    return answer.body;
  }

  /** Registers a tool of its own path, with two canaries in its headers, its two secrets planted. */
  async plantTool(name: string, handler: SellerHandler, more: object = {}, value?: string): Promise<PlantedTool> {
    this.seller.on('POST', `/${name}`, handler);
    const secret = this.canaries.fresh(`X-Key of ${name}`);
    const bearer = this.canaries.fresh(`Authorization of ${name}`, { before: 'tk.', after: '' });
    const headers = { Authorization: value ?? `Bearer ${bearer}`, 'X-Key': secret };
    const { short_id, callback_secret } = await this.issue(
      ...(['POST', '/v1/tools'] as const),
      {
        ...{
          name,
          short_id: name,
          seller_id: this.sellerId,
          job_url: this.seller.url(`/${name}`),
          auth_headers: headers,
        },
        ...{ poll: { strategy: 'fixed', interval_s: 60, jitter: 0 }, ...more },
      },
      { callback_secret: `callback secret of ${name}`, signing_secret: `signing secret of ${name}` },
    );
    const tool = { shortId: short_id as string, callbackSecret: callback_secret as string, headers };
    this.tools.push(tool);
    return tool;
  }

  async place(tool: PlantedTool): Promise<string> {
    const { body } = await this.call('POST', '/v1/orders', { short_id: tool.shortId, inputs: { prompt: 'a cat' } });
    this.orders.push(body.order_id as string);
    return body.order_id as string;
  }

  /** Waits until an order has so many attempts of a kind. */
  async attempts(orderId: string, kind: string, count: number): Promise<void> {
    const sql = 'SELECT attempt_id FROM attempts WHERE order_id = $1 AND kind = $2';
    await this.until(async () => (await this.rows(sql, [orderId, kind])).length >= count);
  }

  async status(orderId: string, status: string): Promise<void> {
    const sql = 'SELECT status FROM orders WHERE order_id = $1';
    await this.until(async () => (await this.rows<{ status: string }>(sql, [orderId]))[0]?.status === status);
  }

  rows<T extends object>(sql: string, values: readonly string[]): Promise<T[]> {
    return this.roundtrip.storage.database.read<T>(sql, values);
  }

  /**
   * Waits for something while time passes, so that checks and retries come: up to the next that is due, and hardly while
   * one is made. Calls take the machine's time: a clock that ran on beside them would be at an order's deadline first.
   */
  async until(isSo: () => Promise<boolean>): Promise<void> {
    await eventually(async () => {
      if (await isSo()) return true;
      const [next] = await this.rows<{ due: number | null }>('SELECT min(due_at) AS due FROM work WHERE claim < 2', []);
      this.clock.advance(Math.max(1_000, Number(next?.due ?? 0) - this.clock.now()));
      return false;
    });
  }
}

/** The single reads of a job and of a schedule, and the answers to what makes or changes one (docs/jobs.md). */
function showsItsBody(method: string, path: string): boolean {
  const [, what = '', id, act] = path.replace(/^\/v1\//, '/').split('/');
  if (what !== 'jobs' && what !== 'schedules') return false;
  if (method === 'GET') return id !== undefined && act === undefined;
  const acts = what === 'jobs' ? ['replay'] : ['run', 'pause', 'resume'];
  return method === 'POST' && (id === undefined || (act !== undefined && acts.includes(act)));
}
