import { describe, expect, it } from '@jest/globals';
import { useJourney } from './journey.js';

const journey = useJourney();

/** A tool that is asked every two seconds, jitter aside. */
const often = () => journey.tool({ poll: { strategy: 'fixed', interval_s: 2, jitter: 0 } });

describe('a seller that gives an ETag', () => {
  it('is asked by it, its 304 is "still working", and a constant one never hides the end', async () => {
    const tool = await often();
    let isDone = false;
    const order = await tool
      .onStatus((request) => {
        if (request.headers['if-none-match'] === '"constant"') return { status: 304 };
        const body = isDone ? { status: 'completed', result_text: 'done' } : { status: 'processing', progress: 10 };
        return { body, headers: { etag: '"constant"' } };
      })
      .placed();
    for (let n = 0; n < 6; n++) await order.checked();
    const waiting = ['not_modified', 'not_modified', 'not_modified', 'not_modified'];
    expect(await order.outcomes('check')).toEqual(['processing', ...waiting, 'processing']);
    isDone = true;
    for (let n = 0; n < 5; n++) await order.checked();
    await order.becomes('completed');
    expect(await order.outcomes('check')).toEqual([
      ...['processing', ...waiting, 'processing', ...waiting, 'completed'],
    ]);
    expect(tool.checks.map((check) => check.headers['if-none-match'] ?? null)).toEqual([
      ...[null, '"constant"', '"constant"', '"constant"', '"constant"'],
      ...[null, '"constant"', '"constant"', '"constant"', '"constant"', null],
    ]);
  });

  it('is asked without it after an answer that was no news of the work', async () => {
    const tool = await often();
    const processing = { body: { status: 'processing' }, headers: { etag: '"a"' } };
    const bad = { body: { status: 'completed', file_base64: '*' }, headers: { etag: '"b"' } };
    const order = await tool.onStatus([processing, bad, processing]).placed();
    for (let n = 0; n < 3; n++) await order.checked();
    expect(tool.checks.map((check) => check.headers['if-none-match'] ?? null)).toEqual([null, '"a"', null]);
  });

  it('keeps the order from being told apart from one it forgot: 404 is evicted after a 304', async () => {
    const tool = await often();
    const order = await tool
      .onStatus([{ body: { status: 'processing' }, headers: { etag: '"a"' } }, { status: 304 }, { status: 404 }])
      .placed();
    for (let n = 0; n < 3; n++) await order.checked();
    expect(await order.outcomes('check')).toEqual(['processing', 'not_modified', 'evicted']);
  });
});

it('Last-Modified is sent back as If-Modified-Since', async () => {
  const tool = await often();
  const stamp = 'Sun, 22 Nov 2026 03:00:00 GMT';
  const order = await tool.onStatus({ body: { status: 'processing' }, headers: { 'last-modified': stamp } }).placed();
  for (let n = 0; n < 2; n++) await order.checked();
  expect(tool.checks.map((check) => check.headers['if-modified-since'] ?? null)).toEqual([null, stamp]);
});
