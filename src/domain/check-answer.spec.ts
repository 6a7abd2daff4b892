import { describe, expect, it } from '@jest/globals';
import { judgeCheck } from './check-answer.js';
import type { Answered } from './exchange.js';
import { judgeForward } from './forward-answer.js';
import { NO_FOOTHOLD } from './foothold.js';
import type { Reading } from './reading.js';
import type { JsonValue } from './strict-json.js';

const READING: Reading = {
  ...{
    response: { dialect: 'auto' },
    known: null,
    url: 'https://seller.example/jobs',
    locationMonitor: false,
    operationMonitor: false,
    finalUrl: null,
  },
};
const CONTEXT = {
  reading: READING,
  statusUrl: 'https://seller.example/{order_id}',
  remoteIdAt: null,
  sinceFirstTryMs: 0,
};
const check = (answer: Answered) => judgeCheck(answer, READING).verdict;

/** An answer that was left at a file too long, after it had said so much. */
function leftOff(begun?: JsonValue): Answered {
  const json = {
    ok: false,
    problem: 'file_base64: is too long.',
    badResult: true,
    ...(begun !== undefined && { begun }),
  } as const;
  const body = { head: Buffer.from('{'), size: 9e7, sha256: '', json };
  return { kind: 'answered', status: 200, headers: {}, body } as Partial<Answered> as Answered;
}

describe('an answer that was left at a file too long', () => {
  it('counts by its word where it had said that there is no result', () => {
    const failed = { kind: 'failed', note: null, failure: { code: 'E7', message: 'Out of paint.' } };
    const said = leftOff({ status: 'failed', error: { code: 'E7', message: 'Out of paint.' }, file_base64: '' });
    expect([check(said), judgeForward(said, CONTEXT)]).toEqual([failed, failed]);
    expect(check(leftOff({ status: 'failed' }))).toMatchObject({
      failure: { message: 'The seller gave no reason.' },
    });
    const working = leftOff({ status: 'processing', progress: 40, more: null });
    const under = { progress: 40, message: null, nextCheckS: null, note: 'Ignored unknown fields: more.' };
    expect(check(working)).toEqual({ kind: 'processing', ...under });
    expect(judgeForward(working, CONTEXT)).toEqual({ kind: 'accepted', ...NO_FOOTHOLD, ...under });
  });

  it.each<[string, JsonValue | undefined]>([
    ['completed', { status: 'completed' }],
    ['nothing yet', {}],
    ['a word of its own', { status: 'FAILED' }],
    ['no object', ['failed']],
    ['what is not known', undefined],
  ])('brings a result that cannot be taken where it had said %s', (_what, begun) => {
    expect(check(leftOff(begun))).toEqual({ kind: 'bad_result', problem: 'file_base64: is too long.' });
    const note = 'The reply holds a result, but: file_base64: is too long.';
    expect(judgeForward(leftOff(begun), CONTEXT)).toMatchObject({ kind: 'accepted', note });
  });
});
