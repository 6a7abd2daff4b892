import { describe, expect, it } from '@jest/globals';
import type { CheckVerdict } from './check-answer.js';
import { conditionHeaders, validatorAfter, type Validator } from './conditional-check.js';
import type { Exchange } from './exchange.js';
import { HeldBody } from './received-body.js';

const processing: CheckVerdict = { kind: 'processing', note: null, progress: null, message: null, nextCheckS: null };
const notModified: CheckVerdict = { kind: 'wait', outcome: 'not_modified', problem: null };
const answer = (headers: Record<string, string>, status = 200): Exchange => ({
  ...{ kind: 'answered', status, headers, body: new HeldBody(Buffer.alloc(0)), durationMs: 1 },
});
const timeout: Exchange = { kind: 'unanswered', failure: 'timeout', message: '', sentFully: true, durationMs: 8000 };

/** Asks a seller again and again; answers which of the checks were conditional. */
function ask(count: number, everyMs: number, seller: (conditional: boolean) => [CheckVerdict, Exchange]): boolean[] {
  let validator: Validator | null = null;
  return Array.from({ length: count }, (_, i) => {
    const nowMs = i * everyMs;
    const conditional = Object.keys(conditionHeaders(validator, nowMs)).length > 0;
    validator = validatorAfter(validator, { conditional, nowMs }, ...seller(conditional));
    return conditional;
  });
}
const constant = (conditional: boolean): [CheckVerdict, Exchange] =>
  conditional ? [notModified, answer({}, 304)] : [processing, answer({ etag: '"same"' })];

describe('conditional checks', () => {
  it('ask by what the seller gave, and every fifth goes without', () => {
    expect(ask(11, 2_000, constant)).toEqual([
      ...[false, true, true, true, true, false, true, true, true, true, false],
    ]);
  });

  it('go without once more than five minutes have passed since the last that did', () => {
    expect(ask(5, 150_000, constant)).toEqual([false, true, true, false, true]);
    expect(ask(3, 300_000, constant)).toEqual([false, true, false]);
    expect(ask(3, 300_001, constant)).toEqual([false, false, false]);
  });

  it('are never made of a seller that gives nothing to ask by', () => {
    expect(ask(4, 1_000, () => [processing, answer({})])).toEqual([false, false, false, false]);
  });

  it('send ETag and Last-Modified back as they came', () => {
    const headers = { etag: 'W/"a b"', 'last-modified': 'Sun, 22 Nov 2026 03:00:00 GMT' };
    const validator = validatorAfter(null, { conditional: false, nowMs: 5 }, processing, answer(headers));
    expect(conditionHeaders(validator, 6)).toEqual({
      ...{ 'if-none-match': 'W/"a b"', 'if-modified-since': 'Sun, 22 Nov 2026 03:00:00 GMT' },
    });
  });

  it.each<[string, CheckVerdict]>([
    ['a bad result', { kind: 'bad_result', problem: 'x' }],
    ['an unreadable answer', { kind: 'wait', outcome: 'unreadable', problem: 'x' }],
  ])('forget the validator of %s: a 304 for it would not mean that the seller is at work', (_what, verdict) => {
    const before: Validator = { etag: '"a"', lastModified: null, inRow: 1, wholeAt: 0 };
    expect(validatorAfter(before, { conditional: true, nowMs: 1 }, verdict, answer({ etag: '"b"' }))).toBeNull();
  });

  it('keep asking by the same after a call that was not answered', () => {
    const before: Validator = { etag: '"a"', lastModified: null, inRow: 1, wholeAt: 0 };
    const wait: CheckVerdict = { kind: 'wait', outcome: 'timeout', problem: 'x' };
    expect(validatorAfter(before, { conditional: true, nowMs: 1 }, wait, timeout)).toEqual({ ...before, inRow: 2 });
  });

  it.each([['"a\r\nx: y"'], [`"${'a'.repeat(600)}"`], ['']])('do not send %j back', (etag) => {
    expect(validatorAfter(null, { conditional: false, nowMs: 1 }, processing, answer({ etag }))).toBeNull();
  });
});
