import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NoticeStore } from '../../src/storage/notice-store.js';
import { SellerStore } from '../../src/storage/seller-store.js';
import { ToolHistory } from '../../src/storage/tool-history.js';
import { ToolStore } from '../../src/storage/tool-store.js';
import { admin, aTool, HEADER_VALUE, openRoom, plansOf, type TestRoom } from './sellers-room.js';
import { planOf, record, wholeReads } from '../storage/recording.js';
import { onPostgres } from '../support/test-database.js';

let room: TestRoom;
let seller_id: string;
beforeEach(async () => {
  room = await openRoom();
  ({ seller_id } = await room.sellers.create(admin, { name: 'Ada' }));
});
afterEach(() => room.close());

const add = (changes = {}) => room.tools.create(admin, aTool({ seller_id, short_id: 'tool', ...changes }));

describe('a tool as an order needs it', () => {
  it('has its parts parsed, and its headers and secrets opened on demand', async () => {
    const { signing_secret } = await add({
      ...{ payload_template: '{"id": "{order_id}"}', inputs_schema: { type: 'object' }, deadline_s: 60 },
      ...{ poll: { strategy: 'fixed', interval_s: 5, max_checks: 3 }, callback_auth: 'url_token' },
    });
    expect(await room.reader.find('tool')).toEqual({
      shortId: 'tool',
      sellerId: seller_id,
      grade: null,
      jobUrl: 'https://seller.example/jobs',
      statusUrl: 'https://seller.example/jobs/{order_id}',
      statusBatchUrl: null,
      callbackAuth: 'url_token',
      template: { texts: ['{"id": "', '"}'], slots: [expect.objectContaining({ name: 'order_id' })] },
      poll: { strategy: 'fixed', interval_s: 5, initial_s: 5, jitter: 0.1, max_checks: 3 },
      inputsSchema: { type: 'object' },
      deadlineS: 60,
      maxConcurrency: 10,
      mirrorResultUrl: false,
      ...{ response: { dialect: 'auto' }, dialect: null, remoteIdAt: null },
      paused: false,
      deleted: false,
    });
    expect(await room.reader.openHeaders('tool')).toEqual({ Authorization: HEADER_VALUE });
    expect(await room.reader.signingSecrets('tool', 0)).toEqual([signing_secret]);
  });

  it('is null where there never was one', async () => {
    expect(await room.reader.find('none')).toBeNull();
    await expect(room.reader.openHeaders('none')).rejects.toThrow(/deleted/);
  });

  it('is parsed once for each change, and read anew at each call', async () => {
    await add();
    const first = await room.reader.find('tool');
    expect(await room.reader.find('tool')).toBe(first);
    await room.tools.change(admin, 'tool', { deadline_s: 120 });
    await room.tools.change(admin, 'tool', { deadline_s: 180 }); // in the same millisecond
    expect(await room.reader.find('tool')).toMatchObject({ deadlineS: 180 });
    await room.tools.pause(admin, 'tool');
    expect(await room.reader.find('tool')).toMatchObject({ paused: true });
  });

  it('is read once for calls that meet', async () => {
    await add();
    let reads = 0;
    const read = room.database.read.bind(room.database);
    room.database.read = (sql, params) => {
      reads++;
      return read(sql, params);
    };
    await Promise.all(Array.from({ length: 50 }, () => room.reader.find('tool')));
    expect(reads).toBe(1);
    await room.reader.find('tool');
    expect(reads).toBe(2);
  });

  it('gives the headers and secrets of the row that its URLs were read from', async () => {
    const { signing_secret } = await add();
    const before = (await room.reader.find('tool'))!;
    const moved = { job_url: 'https://new.example/', auth_headers: { 'X-New': 'for the new origin only' } };
    await room.tools.change(admin, 'tool', { ...moved, status_url: null });
    await room.tools.rotateSecret(admin, 'tool', { which: 'signing', grace_s: 0 });
    expect(await room.reader.openHeaders(before)).toEqual({ Authorization: HEADER_VALUE });
    expect(await room.reader.signingSecrets(before, 0)).toEqual([signing_secret]);
    expect(await room.reader.openHeaders((await room.reader.find('tool'))!)).toEqual(moved.auth_headers);
  });

  it('that was deleted has no headers and signs nothing', async () => {
    await add();
    expect(await room.reader.find('tool')).toMatchObject({ deleted: false });
    await room.tools.remove(admin, 'tool');
    expect(await room.reader.find('tool')).toMatchObject({ deleted: true }); // in the same millisecond
    await expect(room.reader.openHeaders('tool')).rejects.toThrow(/deleted/);
    expect(await room.reader.signingSecrets('tool', 0)).toEqual([]);
    expect(await room.database.unit.run((tx) => room.reader.exists(tx, 'tool'))).toBe(false);
  });

  it('does not open with headers that were moved from another row', async () => {
    await add();
    await add({ short_id: 'thief' });
    await room.database.unit.run((tx) =>
      tx.run(
        `UPDATE tools SET auth_headers = (SELECT auth_headers FROM tools WHERE short_id = 'tool') WHERE short_id = 'thief'`,
      ),
    );
    await expect(room.reader.openHeaders('thief')).rejects.toThrow(/another row/);
  });
});

describe('every query of this room', () => {
  it('is answered by an index', async () => {
    const plans = await plansOf(room.database, async (database) => {
      const tools = new ToolStore(database);
      await tools.find('tool');
      await tools.list(null, 10, null);
      await tools.list('sel_1', 10, 'aa');
      await tools.findByCallbackSecret('hash', 1);
      await new SellerStore(database).find('sel_1');
      await new SellerStore(database).list(10, 'sel_1');
      await new NoticeStore(database).list('sel_1', 10, 'ntc_1');
      const last = { order_id: 'o', status: '', created_at: 5, forwarded_at: null, completed_at: null };
      await new ToolHistory(database).trouble('o');
      const counts = { checks: 0, check_ms: 0, calls: 0, timeouts: 0, trouble_at: null };
      await new ToolHistory(database).page('tool', 0, 10, null);
      await new ToolHistory(database).page('tool', 0, 10, { ...last, ...counts });
    });
    if (onPostgres) return expect(wholeReads(plans)).toEqual([]);
    expect(plans).toEqual([
      expect.stringMatching(/^SEARCH tools USING INDEX sqlite_autoindex_tools_1 \(short_id=\?\)$/),
      expect.stringMatching(/^SCAN tools USING INDEX sqlite_autoindex_tools_1$/),
      expect.stringMatching(/^SEARCH tools USING INDEX tools_seller \(seller_id=\? AND short_id>\?\)$/),
      expect.stringMatching(/^SEARCH tools USING INDEX tools_callback_secret \(callback_secret_hash=\?\)$/),
      expect.stringMatching(/^SEARCH tools USING INDEX tools_old_callback_secret \(old_callback_secret_hash=\?\)$/),
      expect.stringMatching(/^SEARCH sellers USING INDEX sqlite_autoindex_sellers_1 \(seller_id=\?\)$/),
      expect.stringMatching(/^SEARCH sellers USING INDEX sqlite_autoindex_sellers_1 \(seller_id<\?\)$/),
      expect.stringMatching(/^SEARCH notices USING INDEX notices_seller \(seller_id=\? AND notice_id<\?\)$/),
      expect.stringMatching(/SEARCH a USING INDEX attempts_order \(order_id=\?\)/),
      ...Array.from({ length: 2 }, () => expect.stringMatching(/^SEARCH o USING INDEX orders_tool \(short_id=\? AND/)),
    ]);
    for (const plan of plans.slice(-2)) {
      expect(plan).toMatch(/SEARCH a USING INDEX attempts_order \(order_id=\?\).*SEARCH a USING INDEX attempts_order/);
      expect(plan).not.toMatch(/TEMP B-TREE|SCAN/);
    }
  });

  it('asks for open orders by the index that holds open orders only', async () => {
    const recording = record(room.database);
    await room.database.unit.run((tx) => new ToolStore(recording.database).hasOpenOrders(recording.wrap(tx), 'tool'));
    const [plan] = await Promise.all(recording.statements.map((statement) => planOf(room.database, statement)));
    if (onPostgres) expect(plan?.join('\n')).toMatch(/orders_open_tool/);
    else expect(plan).toEqual(['SEARCH orders USING INDEX orders_open_tool (short_id=?)']);
  });
});
