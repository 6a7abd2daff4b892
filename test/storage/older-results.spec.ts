import { expect, it } from '@jest/globals';
import { openSqlite, rawConnection } from '../../src/storage/database/database.js';
import { makeTempFolder } from '../support/temp-folder.js';
import { fill } from './fill.js';

const file = (key: string | null) =>
  JSON.stringify({
    output_type: 'file',
    files: [
      { n: 1, key },
      { n: 2, key: null },
    ],
  });

/** Erasing dooms the files that `result_files` names for an order: those of results that are older than the table must stand there too. */
it('results that are older than the table of files name their files in it', async () => {
  const folder = makeTempFolder();
  const path = folder.join('old.sqlite');
  const before = await openSqlite(path);
  await fill(before, { orders: 1_200, now: 1_000 });
  const raw = rawConnection(before.writer);
  raw.prepare(`UPDATE orders SET result = ? WHERE order_id = 'ord_1199'`).run(file('orders/ord_1199/aa'));
  raw.prepare(`UPDATE orders SET result = ? WHERE order_id <> 'ord_1199'`).run(file(null));
  raw.prepare(`UPDATE late_results SET result = ?`).run(file(null));
  raw.prepare(`UPDATE late_results SET result = ? WHERE attempt_id = 'att_7'`).run(file('orders/ord_7/bb'));
  raw.exec(`DROP TABLE result_files; DROP TABLE uploads; DELETE FROM migrations WHERE name LIKE 'CreateResultFiles%'`);
  await before.close();

  const after = await openSqlite(path);
  expect(await after.read('SELECT file_key, order_id, state FROM result_files ORDER BY file_key')).toEqual([
    { file_key: 'orders/ord_1199/aa', order_id: 'ord_1199', state: 1 },
    { file_key: 'orders/ord_7/bb', order_id: 'ord_7', state: 1 },
  ]);
  await after.close();
  folder.remove();
});
