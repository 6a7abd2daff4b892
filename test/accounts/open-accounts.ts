import { existsSync, readFileSync } from 'node:fs';
import { makeAccounts, type Accounts } from '../../src/accounts/accounts-parts.js';
import { openSqlite, type Database } from '../../src/storage/database/database.js';
import { SellerStore } from '../../src/storage/seller-store.js';
import { ManualClock } from '../support/manual-clock.js';
import { makeTempFolder } from '../support/temp-folder.js';

export const ADMIN = 'admin-token-of-the-tests-0123456789';

export interface OpenAccounts {
  readonly accounts: Accounts;
  readonly database: Database;
  readonly clock: ManualClock;
  addSeller(sellerId: string): Promise<void>;
  /** The same database under another `ADMIN_TOKEN`, as after a restart. */
  withAdminToken(adminToken: string): Accounts;
  /** The database file and its WAL, as text. */
  bytesOnDisk(): string;
  close(): Promise<void>;
}

export async function openAccounts(): Promise<OpenAccounts> {
  const folder = makeTempFolder();
  const path = folder.join('accounts.sqlite');
  const database = await openSqlite(path);
  const clock = new ManualClock();
  const sellers = new SellerStore(database);
  return {
    accounts: makeAccounts({ database, clock, adminToken: ADMIN }),
    database,
    clock,
    addSeller: async (seller_id) => {
      const row = { seller_id, name: 'A', alert_url: null, created_at: 1, updated_at: 1, deleted_at: null };
      await database.unit.run((tx) => sellers.insert(tx, row));
    },
    withAdminToken: (adminToken) => makeAccounts({ database, clock, adminToken }),
    bytesOnDisk: () =>
      [path, `${path}-wal`]
        .filter((file) => existsSync(file))
        .map((file) => readFileSync(file, 'latin1'))
        .join(''),
    close: async () => {
      await database.close();
      folder.remove();
    },
  };
}
