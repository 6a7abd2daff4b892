import { connect, type Socket } from 'node:net';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { StorageUnavailable } from '../../src/storage/files/file-store.js';
import { useJourney } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';

/**
 * Three ways in which long bodies and the files in them fell out with each other, all found before anybody was hurt:
 * - calls and callbacks that held all of `MAX_BYTES_IN_FLIGHT` waited for memory for their own files, for ever: neither their time limit
 *   nor a stop ended them. Now bodies and writers have a half each, and waiting ends with the answer that waits.
 * - a sender that left while its first file was being begun left that file open, with its memory, until the process ended.
 * - a job whose reply held a large file was POSTed again every five seconds while storage took nothing.
 */
const journey = useJourney({ env: { MAX_BYTES_IN_FLIGHT: String(8 * 1024 * 1024) } });
const inUse = () => journey.roundtrip.rooms.budget.inUse + journey.roundtrip.rooms.writers.inUse;
const file_base64 = Buffer.alloc(600_000, 'abc').toString('base64');

function parts(): string[] {
  const folder = journey.roundtrip.folder.join('files');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part'));
}

it('more checks than memory for them all get their turn, large files and all', async () => {
  const tool = await journey.minutely({ max_concurrency: 60 });
  const orders = await Promise.all(Array.from({ length: 45 }, () => tool.placed()));
  tool.onStatus({ body: { status: 'completed', file_base64 } });
  journey.pass(60_000);
  for (const order of orders) await order.becomes('completed');
  await eventually(() => inUse() === 0);
});

describe('a sender of a callback that leaves', () => {
  async function leaveAfter(secret: string, body: string, ms: number): Promise<void> {
    const { hostname, port } = new URL(journey.roundtrip.url);
    const socket: Socket = connect(Number(port), hostname).on('error', () => undefined);
    const head = `POST /api/orders/callback HTTP/1.1\r\nHost: x\r\nx-callback-secret: ${secret}\r\nContent-Length: ${body.length}\r\n\r\n`;
    socket.write(head + body.slice(0, 400_000));
    await new Promise((resolve) => setTimeout(resolve, ms));
    socket.destroy();
  }

  it('leaves no open file and no memory behind, whenever it goes', async () => {
    const tool = await journey.tool({ status_url: null });
    const order = await tool.placed();
    const body = JSON.stringify({
      ok: true,
      order_id: order.id,
      file_base64: Buffer.alloc(1_500_000).toString('base64'),
    });
    for (let n = 0; n < 120; n++) await leaveAfter(tool.json.callback_secret, body, n % 12);
    await eventually(() => inUse() === 0 && parts().length === 0);
    expect((await order.callback({ ok: true, file_base64 })).body).toEqual({ ok: true });
  });
});

describe('a reply with a large file, while storage takes nothing', () => {
  it('is an acknowledgement that tells so, and the job is not sent again', async () => {
    const { files } = journey.roundtrip.storage;
    const begin = files.begin.bind(files);
    // Others' answers are held longer, in case they are in somebody else's words.
    const tool = await journey.minutely({ response: { dialect: 'roundtrip' } });
    tool.onJob({ body: { status: 'completed', file_base64 } });
    files.begin = () => Promise.reject(new StorageUnavailable('ENOSPC'));
    try {
      const order = await tool.place();
      await order.becomes('processing');
      const attempt = await order.attempt('forward', 1);
      expect(attempt.outcome).toBe('accepted');
      expect(attempt.error).toBe(
        'The reply holds a result, but: it could not be kept: storage took nothing when it came. Ask the seller for it again.',
      );
      files.begin = begin;
      tool.onStatus({ body: { status: 'completed', file_base64 } });
      await order.checked();
      await order.becomes('completed');
      expect(tool.jobs).toHaveLength(1);
    } finally {
      files.begin = begin;
    }
  });
});
