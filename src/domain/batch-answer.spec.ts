import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readBatch as readAnswer, type BatchReading } from './batch-answer.js';
import type { CallFailure, Exchange } from './exchange.js';
import type { Reading } from './reading.js';
import { HeldBody } from './received-body.js';

const A = '0190a6c2-0000-7000-8000-00000000000a';
const B = '0190a6c2-0000-7000-8000-00000000000b';
const FOREIGN = '0190a6c2-0000-7000-8000-00000000000f';

const READING: Reading = {
  ...{ response: { dialect: 'auto' }, known: null, url: 'https://seller.example/batch' },
  ...{ locationMonitor: false, operationMonitor: false, finalUrl: null },
};
const readBatch = (exchange: Exchange, asked: readonly string[]) => readAnswer(exchange, asked, READING);

const answered = (body: unknown, status = 200, headers: Record<string, string> = {}): Exchange => ({
  ...{ kind: 'answered', status, headers, durationMs: 1 },
  body: new HeldBody(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))),
});
const failed = (failure: CallFailure, status?: number): Exchange => ({
  ...{ kind: 'unanswered', failure, message: 'It failed.', sentFully: true, durationMs: 1 },
  ...(status === undefined ? {} : { status }),
});
const read = (orders: unknown[], more: object = {}) => {
  const reading = readBatch(answered({ orders, ...more }), [A, B]);
  if (reading.kind !== 'read') throw new Error(`It was not read: ${reading.problem}`);
  return reading;
};
const kinds = ({ said }: Extract<BatchReading, { kind: 'read' }>) =>
  [...said].map(([id, { verdict }]) => [id, verdict.kind === 'wait' ? verdict.outcome : verdict.kind]);

describe('a batch answer', () => {
  it('is read order by order, by the words of a single answer', () => {
    const reading = read([
      { order_id: A, status: 'completed', result_text: 'x' },
      { order_id: B, status: 'failed', error: 'y' },
    ]);
    expect(kinds(reading)).toEqual([
      [A, 'completed'],
      [B, 'failed'],
    ]);
    expect(reading.note).toBeNull();
  });

  it('may leave orders out, and know words that we do not', () => {
    expect(kinds(read([{ order_id: B, status: 'queued' }]))).toEqual([[B, 'unreadable']]);
    expect(kinds(read([{ order_id: B }]))).toEqual([[B, 'unreadable']]);
    expect(kinds(read([]))).toEqual([]);
  });

  it('is told of a bad result for the order that has it alone', () => {
    const reading = read([
      { order_id: A, status: 'completed', result_url: 'http://a.test/x' },
      { order_id: B, status: 'processing' },
    ]);
    expect(kinds(reading)).toEqual([
      [A, 'bad_result'],
      [B, 'processing'],
    ]);
  });

  it('names orders in capital letters or small ones, the same twice as one', () => {
    const whole = { status: 'completed', result_text: 'x' };
    const reading = read([
      { order_id: A.toUpperCase(), ...whole },
      { result_text: 'x', status: 'completed', order_id: A },
    ]);
    expect(kinds(reading)).toEqual([[A, 'completed']]);
  });

  it('says nothing of an order that it holds twice and not the same, however often', () => {
    const [one, other] = [
      { order_id: A, status: 'completed', result_text: 'x' },
      { order_id: A, status: 'completed', result_text: 'y' },
    ];
    expect(kinds(read([one, other]))).toEqual([[A, 'unreadable']]);
    expect(kinds(read([one, other, one, other]))).toEqual([[A, 'unreadable']]);
  });

  it('tells, once, of what else it held', () => {
    const others = [
      { order_id: FOREIGN, status: 'failed' },
      { order_id: FOREIGN, status: 'failed' },
      7,
      { order_id: 9 },
    ];
    const reading = read([{ order_id: A, status: 'processing' }, ...others], { next: 'page 2' });
    expect(kinds(reading)).toEqual([[A, 'processing']]);
    expect(reading.note).toBe(
      'Ignored orders in the batch answer: 1 not asked for, 2 without an order_id. Ignored unknown fields: next.',
    );
  });

  it('holds for each order its own element only, the same text in whatever order its fields came', () => {
    const text = (element: object) => read([element, { order_id: B, status: 'failed' }]).said.get(A)?.text;
    const expected = `{"order_id":"${A}","progress":3,"status":"processing"}`;
    expect(text({ order_id: A, status: 'processing', progress: 3 })).toBe(expected);
    expect(text({ progress: 3, status: 'processing', order_id: A })).toBe(expected);
  });

  it('never says anything of an order that was not asked for, whatever it holds', () => {
    const id = fc.constantFrom(A, B, FOREIGN, A.toUpperCase(), '', '__proto__');
    const status = fc.constantFrom('processing', 'completed', 'failed', 'other');
    const element = fc.oneof(
      fc.record({ order_id: id, status, result_text: fc.string() }, { requiredKeys: [] }),
      fc.jsonValue({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(fc.array(element, { maxLength: 12 }), (orders) => {
        const reading = readBatch(answered({ orders }), [A, B]);
        if (reading.kind !== 'read') return;
        const asked = orders.flatMap((one) => {
          const named = (one as { order_id?: unknown } | null)?.order_id;
          return typeof named === 'string' && [A, B].includes(named.toLowerCase()) ? [named.toLowerCase()] : [];
        });
        expect([...reading.said.keys()].sort()).toEqual([...new Set(asked)].sort());
      }),
    );
  });
});

describe('a batch answer that tells of no order', () => {
  it.each<[string, Exchange, string]>([
    ['no JSON', answered('<html>'), 'unreadable'],
    ['nothing', answered(''), 'unreadable'],
    ['a list alone', answered([]), 'unreadable'],
    ['no list', answered({ orders: null }), 'unreadable'],
    ['packed', answered({ orders: [] }, 200, { 'content-encoding': 'gzip' }), 'unreadable'],
    ['too large', failed('too_large', 200), 'too_large'],
  ])('(%s) leaves each to be asked about singly', (_what, exchange, outcome) => {
    expect(readBatch(exchange, [A])).toMatchObject({ kind: 'singly', outcome, refused: false });
  });

  it.each([
    [302, 'redirected'],
    [304, 'redirected'],
    [400, 'rejected'],
    [404, 'rejected'],
    [405, 'rejected'],
    [410, 'gone'],
    [501, 'server_error'],
  ])('(HTTP %i) shows that the URL takes no batches', (status, outcome) => {
    expect(readBatch(answered('', status), [A])).toMatchObject({ kind: 'singly', outcome, refused: true });
    expect(readBatch(failed('too_large', status), [A])).toMatchObject({ kind: 'singly', outcome, refused: true });
  });

  it.each<[string, Exchange, string, boolean]>([
    ['HTTP 401', answered('', 401), 'unauthorized', false],
    ['HTTP 429', answered('', 429), 'rate_limited', false],
    ['HTTP 408', answered('', 408), 'timeout', true],
    ['HTTP 500', answered('', 500), 'server_error', true],
    ['HTTP 503 with an endless body', failed('too_large', 503), 'server_error', true],
    ['a timeout', failed('timeout'), 'timeout', true],
    ['no such name', failed('dns_error'), 'dns_error', true],
    ['a call given up', failed('aborted'), 'connection_error', true],
  ])('(%s) has all of them wait', (_what, exchange, outcome, broken) => {
    expect(readBatch(exchange, [A])).toMatchObject({ kind: 'wait', outcome, broken });
  });
});

it('an element in other words is read as the tool’s answers are', () => {
  const response = { completed_when: { body: { state: ['DONE'] } }, result_at: '/out' };
  const orders = [
    { order_id: A, state: 'DONE', out: 'mapped' },
    { order_id: B, state: 'BUSY' },
  ];
  const reading = readAnswer(answered({ orders }), [A, B], { ...READING, response });
  if (reading.kind !== 'read') throw new Error(reading.problem);
  expect(kinds(reading)).toEqual([
    [A, 'completed'],
    [B, 'processing'],
  ]);
});
