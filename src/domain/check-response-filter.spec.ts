import { describe, expect, it } from '@jest/globals';
import { checkResponseFilter } from './check-response-filter.js';

function problems(filter: unknown): { field: string; message: string }[] {
  const checked = checkResponseFilter(filter, 'response_filter');
  if (checked.ok) throw new Error('It was accepted.');
  for (const { message } of checked.problems) expect(message).toMatch(/^[A-Z$].+\.$/s);
  return [...checked.problems];
}

const ofBody = (body: unknown) => ({ body });

describe('a response filter that is saved', () => {
  it('comes back as it was given', () => {
    const filter = {
      status: [200, '201'],
      headers: { 'X-State': [{ $startsWith: 'do', $endsWith: 'ne' }] },
      body: { data: { state: ['done', 1, true], size: [{ $gt: 1 }, { $lt: 5 }], code: [{ $anythingBut: ['a', 2] }] } },
    };
    expect(checkResponseFilter(filter, 'completed_when')).toEqual({ ok: true, filter });
    expect(JSON.parse(JSON.stringify(filter))).toEqual(filter);
  });

  it.each<[unknown, string, RegExp]>([
    [null, '', /Give an object/],
    [[], '', /Give an object/],
    ['done', '', /Give an object/],
    [{}, '', /asks nothing/],
    [{ headers: {}, body: { data: {} } }, '', /asks nothing/],
    [{ statuses: [200] }, '.statuses', /no such part/],
    [{ status: 200 }, '.status', /in a list/],
    [{ status: { $gt: 1 } }, '.status', /Give a list/],
    [{ status: [] }, '.status', /empty/],
    [{ status: [20] }, '.status[0]', /100 to 599/],
    [{ status: [200, 'OK'] }, '.status[1]', /100 to 599/],
    [{ status: [true] }, '.status[0]', /100 to 599/],
    [{ status: [{ $not: '2xx' }] }, '.status[0].$not', /100 to 599/],
    [{ status: [{ $anythingBut: [200, 0] }] }, '.status[0].$anythingBut', /100 to 599/],
    [{ headers: [] }, '.headers', /object of header names/],
    [{ headers: { etag: 'x' } }, '.headers.etag', /in a list/],
    [{ headers: { etag: [5] } }, '.headers.etag[0]', /is a text/],
    [{ headers: { etag: { a: ['x'] } } }, '.headers.etag', /Give a list/],
    [{ headers: { 'X-N': [{ $gt: 5 }] } }, '.headers.X-N[0].$gt', /always text/],
    [{ headers: { 'X-N': [{ $includes: 'a' }] } }, '.headers.X-N[0].$includes', /always text/],
    [{ headers: { 'X-N': [{ $not: 5 }] } }, '.headers.X-N[0].$not', /is a text/],
    [{ headers: { ETag: ['a'], etag: ['b'] } }, '.headers.etag', /twice/],
    [ofBody('done'), '.body', /in a list/],
    [ofBody(null), '.body', /in a list/],
    [ofBody({ status: 'done' }), '.body.status', /\["done"\]/],
    [ofBody({ status: [] }), '.body.status', /empty/],
    [ofBody({ status: [null] }), '.body.status[0]', /\$isNull/],
    [ofBody({ status: [['done']] }), '.body.status[0]', /text, a number, true or false/],
    [ofBody({ status: [NaN] }), '.body.status[0]', /text, a number/],
    [ofBody({ status: ['done', { $gt: 1 }] }), '.body.status[1]', /not both/],
    [ofBody({ status: [{ $gt: 1 }, 'done'] }), '.body.status[1]', /not both/],
    [ofBody({ status: [{}] }), '.body.status[0]', /name an operator/],
    [ofBody({ status: [{ $gt: '5' }] }), '.body.status[0].$gt', /\$gt takes a number/],
    [ofBody({ status: [{ $gte: null }] }), '.body.status[0].$gte', /takes a number/],
    [ofBody({ status: [{ $lt: [1] }] }), '.body.status[0].$lt', /takes a number/],
    [ofBody({ status: [{ $lte: Infinity }] }), '.body.status[0].$lte', /takes a number/],
    [ofBody({ status: [{ $startsWith: 5 }] }), '.body.status[0].$startsWith', /takes a text/],
    [ofBody({ status: [{ $endsWith: ['x'] }] }), '.body.status[0].$endsWith', /takes a text/],
    [ofBody({ status: [{ $ignoreCaseEquals: null }] }), '.body.status[0].$ignoreCaseEquals', /takes a text/],
    [ofBody({ status: [{ $exists: 1 }] }), '.body.status[0].$exists', /true or false/],
    [ofBody({ status: [{ $isNull: 'true' }] }), '.body.status[0].$isNull', /true or false/],
    [ofBody({ status: [{ $anythingBut: [] }] }), '.body.status[0].$anythingBut', /or a list of them/],
    [ofBody({ status: [{ $anythingBut: [null] }] }), '.body.status[0].$anythingBut', /or a list of them/],
    [ofBody({ status: [{ $not: ['x'] }] }), '.body.status[0].$not', /takes a text, a number/],
    [ofBody({ status: [{ $not: null }] }), '.body.status[0].$not', /takes a text, a number/],
    [ofBody({ status: [{ $between: [1] }] }), '.body.status[0].$between', /two numbers/],
    [ofBody({ status: [{ $between: [2, 1] }] }), '.body.status[0].$between', /smaller one first/],
    [ofBody({ status: [{ $between: 5 }] }), '.body.status[0].$between', /two numbers/],
    [ofBody({ status: [{ $includes: {} }] }), '.body.status[0].$includes', /takes a text/],
    [ofBody({ status: [{ $regex: '.*' }] }), '.body.status[0].$regex', /no such operator; use \$startsWith/],
    [ofBody({ status: [{ state: 'x' }] }), '.body.status[0].state', /no such operator/],
    [ofBody({ status: [{ toString: 'x' }] }), '.body.status[0].toString', /no such operator/],
    [ofBody({ status: { $gt: 5 } }), '.body.status.$gt', /write \[\{ "\$gt": \.\.\. \}\]/],
    [ofBody({ $or: [{ a: ['b'] }] }), '.body.$or', /no such operator/],
    [ofBody({ constructor: ['x'] }), '.body.constructor', /not allowed/],
    [ofBody(JSON.parse('{"__proto__": ["x"]}')), '.body.__proto__', /not allowed/],
    [ofBody({ 'a b': { 'c"d': 1 } }), '.body["a b"]["c\\"d"]', /in a list/],
    [ofBody({ [`k${'x'.repeat(100)}`]: 1 }), `.body.k${'x'.repeat(59)}…`, /in a list/],
  ])('is refused at its place: %j', (filter, place, says) => {
    const told = problems(filter);
    expect(told.map(({ field }) => field)).toEqual([`response_filter${place}`]);
    expect(told[0]?.message).toMatch(says);
  });

  it('is told of all its faults at once, twenty of them', () => {
    const told = problems({ status: [1], headers: { a: [2] }, body: { b: 3, c: [{ $x: 4, $gt: '5' }] }, more: 6 });
    expect(told.map(({ field }) => field.slice('response_filter.'.length))).toEqual([
      ...['status[0]', 'headers.a[0]', 'body.b', 'body.c[0].$x', 'body.c[0].$gt', 'more'],
    ]);
    expect(problems(ofBody(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i]))))).toHaveLength(20);
  });

  it('may be 32 levels deep and no deeper, and any depth can be told', () => {
    const deep = (levels: number) => {
      let body: unknown = ['x'];
      for (let i = 2; i < levels; i++) body = { a: body };
      return ofBody(body);
    };
    expect(checkResponseFilter(deep(32), 'f').ok).toBe(true);
    for (const levels of [33, 100_000]) expect(problems(deep(levels))[0]?.message).toMatch(/deeper than 32/);
  });

  it('may have 64 KiB of JSON and no more', () => {
    const around = JSON.stringify(ofBody({ a: [''] })).length;
    const sized = (bytes: number) => ofBody({ a: ['é'.repeat((bytes - around) / 2)] });
    expect(checkResponseFilter(sized(65_536), 'f').ok).toBe(true);
    expect(problems(sized(65_538))).toEqual([
      { field: 'response_filter', message: expect.stringMatching(/65536 bytes/) },
    ]);
  });
});
