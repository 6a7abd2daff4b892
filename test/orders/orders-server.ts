import type { Role } from '../../src/domain/caller.js';
import type { StartOverrides } from '../../src/composition/start-roundtrip.js';
import { sha256 } from '../../src/domain/digest.js';
import type { StoredFile, StoredResult } from '../../src/domain/result.js';
import type { OrderRow } from '../../src/storage/entities/order.js';
import { startTestRoundtrip, type Answer, type CallOptions, type TestRoundtrip } from '../support/roundtrip.js';
import { addOrder } from './orders-room.js';
import { putFile } from '../../src/storage/files/file-store.js';

/** The whole server with a token of each role, and two sellers; orders are put into its database as a test needs them. */
export interface OrdersServer {
  readonly roundtrip: TestRoundtrip;
  readonly sellerId: string;
  /** Tokens by role; `seller` is that of `sellerId`, `stranger` that of another seller. */
  readonly tokens: Readonly<Record<Role | 'stranger', string>>;
  /** Puts an order in, of `sellerId` unless told otherwise. */
  add(fields?: Partial<OrderRow>): Promise<OrderRow>;
  /** Puts a completed order in whose result is these files. */
  addFiles(files: readonly NewFile[], fields?: Partial<OrderRow>): Promise<OrderRow>;
  call(who: Role | 'stranger', method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  stop(): Promise<void>;
}

export interface NewFile {
  readonly filename: string;
  readonly bytes?: Buffer;
  readonly type?: string;
  readonly url?: string;
}

export async function startOrdersServer(
  env: Readonly<Record<string, string>> = {},
  overrides: StartOverrides = {},
): Promise<OrdersServer> {
  const roundtrip = await startTestRoundtrip({ ...overrides, env });
  const sellers = [];
  for (const name of ['Ada', 'Bob']) sellers.push((await roundtrip.call('POST', '/v1/sellers', { name })).body);
  const [ada, bob] = sellers as [{ seller_id: string; token: string }, { seller_id: string; token: string }];
  const tokenOf = async (role: Role) =>
    (await roundtrip.call('POST', '/v1/tokens', { name: `the ${role}`, role })).body.token as string;
  const tokens = {
    ...{ admin: roundtrip.adminToken, operator: await tokenOf('operator'), viewer: await tokenOf('viewer') },
    ...{ marketplace: await tokenOf('marketplace'), seller: ada.token, stranger: bob.token },
  };
  const { database } = roundtrip.storage;
  const add = (fields: Partial<OrderRow> = {}) => addOrder(database, { seller_id: ada.seller_id, ...fields });
  return {
    ...{ roundtrip, tokens, sellerId: ada.seller_id, add },
    addFiles: async (files, fields = {}) => {
      const result = JSON.stringify(await keep(roundtrip, files));
      return add({ status: 'completed', result, delivered_by: 'callback', progress: 100, ...fields });
    },
    call: (who, method, path, body, options) => roundtrip.call(method, path, body, { token: tokens[who], ...options }),
    stop: async () => {
      await roundtrip.stop();
      roundtrip.folder.remove();
    },
  };
}

async function keep({ storage }: TestRoundtrip, files: readonly NewFile[]): Promise<StoredResult> {
  const kept: StoredFile[] = [];
  for (const [i, { filename, bytes, type = 'text/plain', url = null }] of files.entries()) {
    const common = { n: i + 1, filename, mime_type: null, url };
    const key = `orders/test/${Date.now()}-${i}-${Math.trunc(performance.now() * 1000)}`;
    if (bytes) await putFile(storage.files, key, bytes);
    kept.push(
      bytes
        ? { ...common, detected_type: type, size: bytes.length, sha256: sha256(bytes), key }
        : { ...common, detected_type: null, size: null, sha256: null, key: null },
    );
  }
  return { output_type: 'file', text: null, url: null, files: kept };
}
