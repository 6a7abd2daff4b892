import { describe, expect, it } from '@jest/globals';
import { checkResponseFilter, matchFilter, type FilteredAnswer, type FilterMatch } from './response-filter.js';

const answer: FilteredAnswer = {
  status: 200,
  headers: { 'content-type': 'application/json', 'x-state': 'Done' },
  body: {
    ...{ status: 'SUCCESS', progress: 42, ok: true, error: null, tags: ['fast', 'blue', 7], empty: [] },
    data: { job: { state: 'finished', parts: [{ id: 1, state: 'ok' }, { id: 2, state: 'bad' }, 'text'] } },
  },
};

function match(filter: unknown, given: Partial<FilteredAnswer> = {}): FilterMatch {
  const checked = checkResponseFilter(filter, 'response_filter');
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return matchFilter(checked.filter, { ...answer, ...given });
}

/** Null where it matches. */
function why(filter: unknown, given: Partial<FilteredAnswer> = {}): string | null {
  const found = match(filter, given);
  return found.matches ? null : found.why;
}

const ofBody = (body: unknown) => ({ body });

describe('a response filter matches', () => {
  it.each<[string, unknown]>([
    ['a literal', ofBody({ status: ['SUCCESS'] })],
    ['any of several literals', ofBody({ status: ['FAILED', 'SUCCESS'], progress: [41, 42], ok: [true] })],
    ['literals of several types', ofBody({ progress: ['done', 42] })],
    ['fields of nested objects', ofBody({ data: { job: { state: ['finished'] } } })],
    ['one entry of a list that has all the fields', ofBody({ data: { job: { parts: { id: [2], state: ['bad'] } } } })],
    ['$startsWith', ofBody({ status: [{ $startsWith: 'SUC' }] })],
    ['$endsWith', ofBody({ status: [{ $endsWith: 'ESS' }] })],
    ['$ignoreCaseEquals', ofBody({ status: [{ $ignoreCaseEquals: 'success' }] })],
    ['$exists', ofBody({ error: [{ $exists: true }], nothing: [{ $exists: false }] })],
    ['$isNull', ofBody({ error: [{ $isNull: true }], status: [{ $isNull: false }], nothing: [{ $isNull: false }] })],
    ['$anythingBut', ofBody({ status: [{ $anythingBut: 'FAILED' }], nothing: [{ $anythingBut: ['a', 1, true] }] })],
    ['$not', ofBody({ status: [{ $not: 'FAILED' }], progress: [{ $not: 41 }], tags: [{ $not: 'green' }] })],
    ['$gt, $gte, $lt and $lte', ofBody({ progress: [{ $gt: 41.9, $gte: 42 }, { $lt: 42.1 }, { $lte: 42 }] })],
    ['$between, its ends included', ofBody({ progress: [{ $between: [42, 43] }, { $between: [0, 42] }] })],
    ['$includes', ofBody({ tags: [{ $includes: 'blue' }, { $includes: 7 }] })],
    ['a status as a number', { status: [200] }],
    ['a status as text', { status: ['404', '200'] }],
    ['a status by operators', { status: [{ $gte: 200, $lt: 300 }, { $startsWith: '2' }, { $not: '404' }] }],
    ['a status by $anythingBut, as text and in a list', { status: [{ $anythingBut: ['500', 503] }] }],
    ['a header, whatever the case of its name', { headers: { 'Content-Type': ['application/json'] } }],
    ['a header by operators', { headers: { 'X-STATE': [{ $ignoreCaseEquals: 'done' }], etag: [{ $exists: false }] } }],
    ['all three parts', { status: [200], headers: { 'x-state': ['Done'] }, body: { ok: [true] } }],
    ['what asks nothing beside what does', { status: [200], headers: {}, body: { data: {}, nothing: {} } }],
  ])('%s', (_what, filter) => expect(why(filter)).toBeNull());

  it.each<[string, unknown, FilteredAnswer['body']]>([
    ['a body that is a list, by one entry', ofBody({ id: [2] }), [{ id: 1 }, { id: 2 }]],
    ['a body that is text', ofBody(['OK']), 'OK'],
    ['a body that is no object, by operators', ofBody([{ $includes: 3 }]), [1, 2, 3]],
    ['no body', ofBody([{ $exists: false }]), undefined],
  ])('%s', (_what, filter, body) => expect(why(filter, { body })).toBeNull());
});

describe('a response filter says why it does not match', () => {
  it.each<[unknown, string]>([
    [ofBody({ status: ['done'] }), 'body.status is "SUCCESS"; wanted "done".'],
    [ofBody({ status: ['done', 'ok', 7] }), 'body.status is "SUCCESS"; wanted "done", "ok" or 7.'],
    [ofBody({ status: ['success'] }), 'body.status is "SUCCESS"; wanted "success".'],
    [ofBody({ progress: ['42'] }), 'body.progress is 42; wanted "42".'],
    [ofBody({ state: ['done'] }), 'body.state is missing; wanted "done".'],
    [ofBody({ error: ['x'] }), 'body.error is null; wanted "x".'],
    [ofBody({ data: ['x'] }), 'body.data is an object; wanted "x".'],
    [ofBody({ tags: ['fast'] }), 'body.tags is a list of 3; wanted "fast" (to look inside a list, use $includes).'],
    [ofBody({ data: { job: { state: ['x'] } } }), 'body.data.job.state is "finished"; wanted "x".'],
    [ofBody({ status: { x: ['y'] } }), 'body.status is "SUCCESS"; wanted an object.'],
    [ofBody({ error: { code: [{ $exists: false }] } }), 'body.error is null; wanted an object.'],
    [
      ofBody({ data: { job: { parts: { id: [3] } } } }),
      'No entry of body.data.job.parts fits (3 were tried): body.data.job.parts[0].id is 1; wanted 3.',
    ],
    [ofBody({ empty: { id: [1] } }), 'body.empty is an empty list; wanted an entry that fits.'],
    [ofBody({ 'a b': ['x'] }), 'body["a b"] is missing; wanted "x".'],
    [ofBody({ status: [{ $startsWith: 'x' }] }), 'body.status is "SUCCESS"; wanted a text that starts with "x".'],
    [ofBody({ progress: [{ $endsWith: '2' }] }), 'body.progress is 42; wanted a text that ends with "2".'],
    [ofBody({ status: [{ $ignoreCaseEquals: 'X' }] }), 'body.status is "SUCCESS"; wanted "X" in any case of letters.'],
    [ofBody({ nothing: [{ $exists: true }] }), 'body.nothing is missing; wanted something there.'],
    [ofBody({ error: [{ $exists: false }] }), 'body.error is null; wanted nothing there.'],
    [ofBody({ error: [{ $isNull: false }] }), 'body.error is null; wanted anything but null.'],
    [
      ofBody({ status: [{ $anythingBut: ['SUCCESS', 'x'] }] }),
      'body.status is "SUCCESS"; wanted anything but "SUCCESS" or "x".',
    ],
    [ofBody({ status: [{ $not: 'SUCCESS' }] }), 'body.status is "SUCCESS"; wanted another value than "SUCCESS".'],
    [ofBody({ nothing: [{ $not: 'x' }] }), 'body.nothing is missing; wanted another value than "x".'],
    [ofBody({ tags: [{ $not: 'blue' }] }), 'body.tags is a list of 3; wanted another value than "blue".'],
    [ofBody({ progress: [{ $gt: 42 }] }), 'body.progress is 42; wanted a number greater than 42.'],
    [ofBody({ status: [{ $lt: 42 }] }), 'body.status is "SUCCESS"; wanted a number less than 42.'],
    [ofBody({ progress: [{ $between: [1, 2] }] }), 'body.progress is 42; wanted a number from 1 to 2.'],
    [ofBody({ tags: [{ $includes: 'red' }] }), 'body.tags is a list of 3; wanted a list that includes "red".'],
    [ofBody({ status: [{ $includes: 'S' }] }), 'body.status is "SUCCESS"; wanted a list that includes "S".'],
    [ofBody({ progress: [{ $gt: 1, $lt: 40 }] }), 'body.progress is 42; wanted a number less than 40.'],
    [ofBody({ progress: [{ $gt: 1 }, { $lt: 40 }] }), 'body.progress is 42; wanted a number less than 40.'],
    [{ status: [201, '202'] }, 'status is 200; wanted 201 or 202.'],
    [{ status: [{ $not: '200' }] }, 'status is 200; wanted another value than 200.'],
    [{ status: [{ $endsWith: '1' }] }, 'status is 200; wanted a text that ends with "1".'],
    [{ headers: { 'X-State': ['done'] } }, 'headers.X-State is "Done"; wanted "done".'],
    [{ headers: { etag: [{ $exists: true }] } }, 'headers.etag is missing; wanted something there.'],
  ])('%j', (filter, sentence) => expect(why(filter)).toBe(sentence));

  it('for the first condition that fails, status before headers before body', () => {
    const filter = { body: { ok: [false] }, headers: { 'x-state': ['x'] }, status: [500] };
    expect(why(filter)).toBe('status is 200; wanted 500.');
    expect(why({ ...filter, status: [200] })).toMatch(/^headers\.x-state /);
  });

  it('with values, lists and places clipped, never a whole body', () => {
    const long = 'x'.repeat(500);
    const many = Array.from({ length: 500 }, (_, i) => `${i}${long}`.slice(0, 100));
    const found = why(ofBody({ [long]: many }), { body: { [long]: 'z'.repeat(100_000) } });
    expect(found).toMatch(/^body\.x{60}… is "z{60}…"; wanted ("\d+x+…", ){4}"4x+…" or one of 495 more\.$/);
    let [filter, body]: [unknown, unknown] = [['no'], 'yes'];
    for (let i = 0; i < 29; i++) [filter, body] = [{ [long]: filter }, { [long]: body }];
    expect(why({ body: filter }, { body: body as FilteredAnswer['body'] })!.length).toBeLessThan(500);
  });
});
