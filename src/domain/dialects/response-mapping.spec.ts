import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonValue } from '../strict-json.js';
import { checkResponse } from './check-response.js';
import type { ForeignAnswer } from './dialect.js';
import { isMapping, mayJudge, readByMapping, type ResponseMapping } from './response-mapping.js';

const BASE = {
  completed_when: { body: { state: ['done'] } },
  failed_when: { body: { state: ['error'] } },
  ...{ progress_at: '/progress', message_at: '/note', error_at: '/why', result_at: '/output' },
};

function mapping(value: object): ResponseMapping {
  const checked = checkResponse(value);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  if (!isMapping(checked.response)) throw new Error('no mapping');
  return checked.response;
}

function answer(body: JsonValue | null, more: Partial<ForeignAnswer> = {}): ForeignAnswer {
  return { status: 200, headers: {}, url: 'https://seller.example/jobs/7?key=x', body, ...more };
}

const read = (body: JsonValue | null, more: object = {}, of: Partial<ForeignAnswer> = {}) =>
  readByMapping(mapping({ ...BASE, ...more }), answer(body, of));

describe('an answer read by a mapping', () => {
  it('is processing until a filter matches, and says why it is not done', () => {
    expect(read({ state: 'busy', progress: 41.6, note: 'Painting' })).toEqual({
      ...{ kind: 'processing', progress: 42, message: 'Painting', nextCheckS: null },
      note: 'Not completed yet by completed_when: body.state is "busy"; wanted "done".',
    });
  });

  it.each([
    [120, 100],
    [-5, 0],
    [0.5, 1],
    ['40', null],
    [null, null],
  ])('takes progress as it comes, clipped: %j is %j', (progress, expected) => {
    expect(read({ state: 'busy', progress })).toMatchObject({ progress: expected, message: null });
  });

  it('is completed with what stands at result_at', () => {
    expect(read({ state: 'done', output: 'hi' })).toEqual({
      ...{ kind: 'completed', completedAtMs: null, note: null },
      result: { outputType: 'text', text: 'hi', longText: null, url: null, files: [] },
    });
    const whole = { state: 'done', output: 'hi' };
    expect(read(whole, { result_at: '' })).toMatchObject({
      result: { outputType: 'json', text: JSON.stringify(whole) },
    });
    const inner = { state: 'done', data: '{"urls":["https://a.example/x.png"]}' };
    expect(read(inner, { result_at: ['/data', '/urls'], result_is: 'urls' })).toMatchObject({
      result: { outputType: 'url' },
    });
    expect(read({ state: 'done', output: null }, { result_is: 'json' })).toMatchObject({ result: { text: 'null' } });
  });

  it.each<[string, JsonValue, object, string]>([
    ['nothing', { state: 'done' }, {}, 'there is nothing at result_at'],
    ['null', { state: 'done', output: null }, {}, 'there is nothing at result_at'],
    ['another type', { state: 'done', output: 7 }, { result_is: 'url' }, 'must be a text that holds a URL'],
    ['an http: URL', { state: 'done', output: 'http://a.example/' }, {}, 'must be https'],
  ])('is a bad result with %s there', (_what, body, more, problem) => {
    expect(read(body, more)).toEqual({ kind: 'bad_result', problem: expect.stringContaining(problem), note: null });
  });

  it('leads to the URL at result_from, resolved, on the same origin only', () => {
    const from = (link: JsonValue) => read({ state: 'done', link }, { result_at: undefined, result_from: '/link' });
    expect(from('7/result')).toMatchObject({ kind: 'elsewhere', url: 'https://seller.example/jobs/7/result' });
    expect(from('https://seller.example/r')).toMatchObject({ kind: 'elsewhere', url: 'https://seller.example/r' });
    expect(from('https://other.example/r')).toMatchObject({
      kind: 'bad_result',
      problem: 'The answer names a URL for the result on another origin than the URL that was called: it is ignored.',
    });
    expect(from(7)).toMatchObject({ kind: 'bad_result', problem: expect.stringContaining('at result_from') });
  });

  it('is failed before it is completed where both filters match', () => {
    const both = { failed_when: { body: { state: ['done'] } } };
    expect(read({ state: 'done', output: 'x', why: 'No.' }, both)).toMatchObject({ kind: 'failed' });
  });

  it.each<[JsonValue, object, object]>([
    [{ why: 'Out of paint.' }, {}, { code: null, message: 'Out of paint.' }],
    [{ why: { code: 7, message: 'No.' } }, {}, { code: '7', message: 'No.' }],
    [{ why: { code: 'E7' } }, {}, { code: 'E7', message: '{"code":"E7"}' }],
    [{ why: ['a', 'b'] }, {}, { code: null, message: '["a","b"]' }],
    [{ note: 'Gave up.' }, {}, { code: null, message: 'Gave up.' }],
    [{}, {}, { code: null, message: 'The seller gave no reason.' }],
    [{ error: { code: 'E7', message: 'No.' } }, { error_at: undefined }, { code: 'E7', message: 'No.' }],
    [{ message: 'No.' }, { error_at: undefined }, { code: null, message: 'No.' }],
  ])('is failed for the reason at error_at: %j', (body, more, failure) => {
    expect(read({ state: 'error', ...(body as object) }, more)).toEqual({ kind: 'failed', failure, note: null });
  });

  it('that holds no JSON is unreadable on 2xx, save on 202 and where a filter matches without it', () => {
    expect(read(null)).toMatchObject({ kind: 'unreadable', problem: expect.stringContaining('empty or not JSON') });
    expect(read(null, {}, { status: 202 })).toMatchObject({ kind: 'processing' });
    expect(read(null, { completed_when: { status: [204] }, result_at: '' }, { status: 204 })).toMatchObject({
      kind: 'bad_result',
    });
    expect(
      read(null, { failed_when: { headers: { 'x-state': ['lost'] } } }, { headers: { 'X-State': 'lost' } }),
    ).toMatchObject({
      kind: 'failed',
    });
  });

  it('is judged on other statuses only by a filter that names status', () => {
    const plain = mapping(BASE);
    const gone = mapping({ ...BASE, failed_when: { status: [410, 422] } });
    expect([200, 204, 410, 500].map((status) => mayJudge(plain, status))).toEqual([true, true, false, false]);
    expect([200, 410, 500].map((status) => mayJudge(gone, status))).toEqual([true, true, true]);
    const at = (status: number, body: JsonValue | null) => readByMapping(gone, answer(body, { status }));
    expect(at(422, { why: 'Bad inputs.' })).toMatchObject({ kind: 'failed', failure: { message: 'Bad inputs.' } });
    expect(at(500, { state: 'done', output: 'x' })).toMatchObject({ kind: 'unreadable' });
    expect(at(200, { state: 'done', output: 'x' })).toMatchObject({ kind: 'completed' });
  });

  it('never throws, whatever it holds', () => {
    const maps = [BASE, { ...BASE, result_at: '' }, { ...BASE, result_at: undefined, result_from: '/output' }].map(
      mapping,
    );
    const near = fc.record({
      state: fc.constantFrom('done', 'error', 'busy'),
      output: fc.jsonValue(),
      why: fc.jsonValue(),
    });
    const bodies = fc.oneof(near, fc.jsonValue()) as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(bodies, fc.constantFrom(200, 202, 500), fc.constantFrom(...maps), (body, status, one) => {
        readByMapping(one, answer(body, { status }));
      }),
    );
  });
});
