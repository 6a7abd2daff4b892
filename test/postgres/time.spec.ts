import { afterEach, expect, it, jest } from '@jest/globals';
import { instantOfId } from '../../src/domain/ids.js';
import { useServers } from './servers.js';

const servers = useServers();
afterEach(() => void jest.restoreAllMocks());

it('is the database’s for all processes: a machine whose calendar is six hours ahead moves no work and makes no ids of its own', async () => {
  const machine = Date.now.bind(Date);
  const ahead = 6 * 3_600_000;
  const server = await servers.start();
  const { jumps } = server.rooms.engineRoom;
  const heard: number[] = [];
  jumps.hear((deltaMs) => heard.push(deltaMs));
  jest.spyOn(Date, 'now').mockImplementation(() => machine() + ahead);
  await jumps.settle();
  expect(heard).toEqual([]);
  const { body } = await server.call('POST', '/v1/sellers', { name: 'Ada' });
  const [row] = await server.storage.database.read<{ seller_id: string; created_at: number; now: number }>(
    `SELECT seller_id, created_at, extract(epoch FROM clock_timestamp()) * 1000 AS now FROM sellers WHERE seller_id = $1`,
    [body.seller_id],
  );
  for (const at of [row!.created_at, instantOfId(row!.seller_id)]) expect(Math.abs(row!.now - at)).toBeLessThan(5_000);
});
