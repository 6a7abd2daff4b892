import { makeAccounts, type Accounts } from '../../src/accounts/accounts-parts.js';
import { newCallbackSecret, newSigningSecret } from '../../src/accounts/token-text.js';
import type { Role } from '../../src/domain/caller.js';
import { InputsSchemas } from '../../src/orders/inputs-schema.js';
import type { Message } from '../../src/orders/notify.js';
import type { Asker } from '../../src/storage/audit-log.js';
import type { NewTool } from '../../src/sellers/register-tool.js';
import { makeSellers, type SellersRoom } from '../../src/sellers/sellers-parts.js';
import type { ToolTarget } from '../../src/sellers/tool-work.js';
import type { Database } from '../../src/storage/database/database.js';
import { SealedBox } from '../../src/storage/sealed-box.js';
import { ManualClock } from '../support/manual-clock.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import type { SqlValue } from '../../src/storage/database/unit-of-work.js';
import { planOf } from '../storage/recording.js';
import { openTestDatabase } from '../support/test-database.js';

export const ADMIN = 'admin-token-of-the-tests-0123456789';

export interface TestRoom extends SellersRoom {
  readonly database: Database;
  readonly accounts: Accounts;
  readonly clock: ManualClock;
  readonly folder: TempFolder;
  /** What open work was told, oldest first. */
  readonly retargeted: { shortId: string; target: ToolTarget }[];
  readonly unparked: string[];
  /** What was announced to the marketplace and the operator, and to sellers. */
  readonly announced: { type: string; shortId: string; data: unknown }[];
  readonly rung: Message[];
  close(): Promise<void>;
}

/** The room on a real database; the engine and the notifier are lists of what they were told. */
export async function openRoom(): Promise<TestRoom> {
  const folder = makeTempFolder();
  const database = await openTestDatabase(folder);
  const clock = new ManualClock();
  const accounts = makeAccounts({ database, clock, adminToken: ADMIN });
  const schemas = new InputsSchemas();
  const lists = { retargeted: [], unparked: [], announced: [], rung: [] } as Pick<
    TestRoom,
    'retargeted' | 'unparked' | 'announced' | 'rung'
  >;
  const room = makeSellers({
    ...{ database, clock, schemas, tokens: accounts.tokens, audit: accounts.audit },
    box: new SealedBox({ current: Buffer.alloc(32, 5) }),
    secretMaker: { callbackSecret: newCallbackSecret, signingSecret: newSigningSecret },
    work: {
      retarget: async (_tx, { short_id: shortId }, target) => void lists.retargeted.push({ shortId, target }),
      gone: async () => undefined,
      unpark: async (_tx, shortId) => void lists.unparked.push(shortId),
    },
    checkRules: { sweepCron: '*/15 * * * *', minIntervalMs: 1_000, checkTimeoutMs: 8_000 },
    announcer: {
      tool: async (_tx, type, shortId, data) => void lists.announced.push({ type, shortId, data }),
      send: async (_tx, message) => void lists.rung.push(message),
    },
  });
  const close = async () => {
    await schemas.close();
    await database.close();
    folder.remove();
  };
  return { ...room, ...lists, database, accounts, clock, folder, close };
}

export function askerOf(role: Role, sellerId: string | null = null): Asker {
  return { caller: { role, tokenId: `tok_${role}`, name: role, sellerId }, requestId: 'req_test' };
}

export const admin = askerOf('admin');

export const HEADER_VALUE = 'Bearer canary-of-a-header-x7Qa';

/** A tool that keeps every rule, with what a test says otherwise. */
export function aTool(changes: Partial<NewTool> = {}): NewTool {
  return {
    name: 'A tool',
    job_url: 'https://seller.example/jobs',
    status_url: 'https://seller.example/jobs/{order_id}',
    auth_headers: { Authorization: HEADER_VALUE },
    ...changes,
  };
}

export interface TestOrder {
  readonly order_id: string;
  readonly short_id: string;
  readonly status?: string;
  readonly is_test?: number;
  readonly created_at?: number;
  readonly forwarded_at?: number | null;
  readonly completed_at?: number | null;
}

/** An order's row, as bare as the table allows. */
export async function addOrder({ database, clock }: Pick<TestRoom, 'database' | 'clock'>, order: TestOrder) {
  const at = order.created_at ?? clock.now();
  await database.unit.run((tx) =>
    tx.run(
      `INSERT INTO orders (order_id, short_id, seller_id, is_test, metadata, request_hash, run, status, version,
         heard, attempts, deadline_s, created_at, forwarded_at, completed_at, updated_at, deadline_at)
       VALUES ($1, $2, 'sel_x', $3, '{}', '', 1, $4, 1, 0, 0, 86400, $5, $6, $7, $5, $8)`,
      [
        ...[order.order_id, order.short_id, order.is_test ?? 0, order.status ?? 'processing', at],
        ...[order.forwarded_at ?? null, order.completed_at ?? null, at + 86_400_000],
      ],
    ),
  );
}

/** Ends an order without a journey. */
export async function setStatus({ database }: Pick<TestRoom, 'database'>, orderId: string, status: string) {
  await database.unit.run((tx) => tx.run('UPDATE orders SET status = $2 WHERE order_id = $1', [orderId, status]));
}

/** The plans of every query that an action asks. */
export async function plansOf(database: Database, ask: (watched: Database) => Promise<unknown>): Promise<string[]> {
  const asked: { sql: string; params: readonly unknown[] }[] = [];
  const watched: Database = {
    ...database,
    read: async (sql, params = []) => {
      asked.push({ sql, params });
      return database.read(sql, params);
    },
  };
  await ask(watched);
  const plans: string[] = [];
  for (const { sql, params } of asked) {
    plans.push((await planOf(database, { sql, params: params as readonly SqlValue[] })).join('; '));
  }
  return plans;
}
