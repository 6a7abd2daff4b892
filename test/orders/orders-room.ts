import { v7 as uuidv7 } from 'uuid';
import type { Caller, Role } from '../../src/domain/caller.js';
import type { Database } from '../../src/storage/database/database.js';
import type { OrderRow } from '../../src/storage/entities/order.js';
import { OrderStore } from '../../src/storage/order-store.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { openTestDatabase } from '../support/test-database.js';

export const NOW = Date.UTC(2030, 0, 7, 9);
export const PUBLIC_URL = 'https://roundtrip.test';

/** A real database of its own, with what tests need to put orders into it. */
export interface OrdersRoom {
  readonly folder: TempFolder;
  readonly database: Database;
  /** Puts an order in as it stands here; what is left out is that of a plain open order. */
  add(fields?: Partial<OrderRow>): Promise<OrderRow>;
  close(): Promise<void>;
}

export async function openOrdersRoom(): Promise<OrdersRoom> {
  const folder = makeTempFolder();
  const database = await openTestDatabase(folder);
  return {
    ...{ folder, database },
    add: (fields) => addOrder(database, fields),
    close: async () => {
      await database.close();
      folder.remove();
    },
  };
}

export async function addOrder(database: Database, fields: Partial<OrderRow> = {}): Promise<OrderRow> {
  const order = { ...plainOrder(), ...fields };
  await database.unit.run((tx) => new OrderStore(database).add(tx, { ...order, inputs: '{"prompt":"p"}' }));
  return order;
}

export function callerOf(role: Role, sellerId: string | null = null): Caller {
  return { role, tokenId: `tok_${role}`, name: `the ${role}`, sellerId };
}

function plainOrder(): OrderRow {
  return {
    ...{ order_id: uuidv7(), short_id: 'tool-a', seller_id: 'sel_a', is_test: 0, metadata: '{"note":"n"}' },
    ...{ request_hash: 'h', run: 1, status: 'processing', version: 0, progress: null },
    ...{
      message: null,
      result: null,
      answer_hash: null,
      error: null,
      delivered_by: null,
      heard: 0,
      status_url: null,
      remote_id: null,
    },
    ...{ attempts: 0, deadline_s: 86_400, created_at: NOW, forwarded_at: null, completed_at: null, updated_at: NOW },
    ...{ deadline_at: NOW + 86_400_000, erased_at: null },
  };
}
