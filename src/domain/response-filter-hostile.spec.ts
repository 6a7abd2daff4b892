import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkResponseFilter, matchFilter, type FilterOperators, type ResponseFilter } from './response-filter.js';
import type { JsonValue } from './strict-json.js';

const SENTENCE = /^\S+ .+\.$/s;

const literal = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Few values, so that many of them meet. */
const value: fc.Arbitrary<JsonValue> = fc.oneof(
  { withCrossShrink: true },
  fc.constantFrom<JsonValue>('done', 'Done', '', 0, 1, 50, true, false, null, [], ['done'], [1, 'x'], {}, { a: 1 }),
  fc.jsonValue() as fc.Arbitrary<JsonValue>,
);
const operators = fc.oneof(
  fc.record({ $startsWith: fc.string() }),
  fc.record({ $endsWith: fc.string() }),
  fc.record({ $ignoreCaseEquals: fc.constantFrom('done', 'DONE', '') }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $isNull: fc.boolean() }),
  fc.record({ $anythingBut: fc.oneof(literal, fc.array(literal, { minLength: 1 })) }),
  fc.record({ $not: fc.oneof(literal, fc.constantFrom('done', 1, true)) }),
  fc.record({ $gt: number, $lt: number }),
  fc.record({ $gte: fc.constantFrom(0, 1), $lte: fc.constantFrom(1, 50) }),
  fc.record({ $between: fc.constantFrom([0, 1], [1, 50]) }),
  fc.record({ $includes: literal }),
) as fc.Arbitrary<FilterOperators>;
const conditions = fc.oneof(fc.array(literal, { minLength: 1 }), fc.array(operators, { minLength: 1 }));
const key = fc
  .oneof(fc.constantFrom('a', 'b', 'toString', 'length', '0'), fc.string())
  .filter((name) => !name.startsWith('$') && name !== '__proto__' && name !== 'constructor');
const { fields } = fc.letrec<{ fields: unknown }>((tie) => ({
  fields: fc.dictionary(key, fc.oneof({ maxDepth: 4 }, conditions, tie('fields')), { maxKeys: 3 }),
}));

function matches(filter: unknown, body: JsonValue | undefined): boolean {
  const checked = checkResponseFilter(filter, 'f');
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  const found = matchFilter(checked.filter, { status: 200, headers: {}, body });
  if (!found.matches) expect(found.why).toMatch(SENTENCE);
  return found.matches;
}
const one = (condition: unknown, body: JsonValue | undefined) => matches({ body: [condition] }, body);

describe('any response filter', () => {
  it('that is made of the language is accepted, and matching ends with yes or a sentence', () => {
    fc.assert(
      fc.property(fields, value, (made, body) => {
        const checked = checkResponseFilter({ status: [200], body: made }, 'f');
        expect(checked).toMatchObject({ ok: true });
        matches({ status: [200], body: made }, body);
        matches({ status: [200], body: made }, undefined);
      }),
    );
  });

  it('asks all operators, of one object and of several alike', () => {
    fc.assert(
      fc.property(operators, operators, value, (a, b, body) => {
        const both = one(a, body) && one(b, body);
        expect(matches({ body: [a, b] }, body)).toBe(both);
        const shared = Object.keys(a).some((name) => name in b);
        if (!shared) expect(one({ ...a, ...b }, body)).toBe(both);
      }),
    );
  });

  it('asks for one of several literals, and for all fields', () => {
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1 }), value, (all, body) => {
        expect(matches({ body: all }, body)).toBe(all.some((it) => one(it, body)));
      }),
    );
    fc.assert(
      fc.property(conditions, conditions, value, value, (a, b, left, right) => {
        const body = { x: left, y: right };
        const both = matches({ body: { x: a } }, body) && matches({ body: { y: b } }, body);
        expect(matches({ body: { x: a, y: b } }, body)).toBe(both);
      }),
    );
  });

  it('with $not and $anythingBut negates a literal, and $not also $includes', () => {
    fc.assert(
      fc.property(fc.oneof(literal, fc.constantFrom('done', 1, true)), value, (it, body) => {
        expect(one({ $anythingBut: it }, body)).toBe(!one(it, body));
        if (Array.isArray(body)) expect(one({ $not: it }, body)).toBe(!one({ $includes: it }, body));
        else expect(one({ $not: it }, body)).toBe(!one(it, body) && body !== null && typeof body !== 'object');
      }),
    );
  });

  it('with numbers puts each number on one side', () => {
    fc.assert(
      fc.property(number, number, (limit, body) => {
        expect(one({ $gt: limit }, body)).toBe(!one({ $lte: limit }, body));
        expect(one({ $lt: limit }, body)).toBe(!one({ $gte: limit }, body));
        const [low, high] = limit < body ? [limit, body] : [body, limit];
        expect(one({ $between: [low, high] }, body)).toBe(one({ $gte: low, $lte: high }, body));
      }),
    );
  });
});

describe('a hostile body', () => {
  const filter = (body: unknown) => ({ body }) as unknown as ResponseFilter;
  const look = (made: ResponseFilter, body: unknown) => {
    const found = matchFilter(made, { status: 200, headers: {}, body: body as JsonValue });
    if (!found.matches) expect(found.why).toMatch(SENTENCE);
    return found;
  };

  it('without a prototype, or with keys of one, is read by its own keys', () => {
    const bare = Object.assign(Object.create(null) as object, { status: ['x'], toString: 5 });
    expect(look(filter({ status: ['x'] }), bare).matches).toBe(false);
    expect(look(filter({ toString: [5] }), bare).matches).toBe(true);
    const evil = JSON.parse('{"__proto__": {"done": true}, "hasOwnProperty": 1}') as object;
    expect(look(filter({ done: [true] }), evil).matches).toBe(false);
    expect(look(filter({ valueOf: [{ $exists: false }] }), evil).matches).toBe(true);
  });

  it('of any depth is looked at no deeper than the filter asks', () => {
    let [list, object]: [unknown, unknown] = [1, 1];
    for (let i = 0; i < 100_000; i++) [list, object] = [[list], { a: object }];
    for (const body of [list, object]) {
      for (const asked of [{ a: { a: ['x'] } }, ['x'], [{ $includes: 'x' }], [{ $not: 'x' }]])
        look(filter(asked), body);
    }
  });

  it('and a filter that are both large take no more time than is allowed', () => {
    const wide = Object.fromEntries(Array.from({ length: 1_500 }, (_, i) => [`k${i}`, [{ $exists: false }]]));
    const entries = Array.from({ length: 500_000 }, () => ({}));
    const slow = [
      filter({ ...wide, last: ['x'] }),
      filter({ a: [{ $anythingBut: Array.from({ length: 8_000 }, (_, i) => i) }], last: ['x'] }),
      filter({ ...Object.fromEntries(Object.keys(wide).map((name) => [name, {}])), last: ['x'] }),
    ];
    // Of this process: what others do on the machine is not counted.
    const before = process.cpuUsage();
    for (const made of slow) expect(look(made, entries)).toMatchObject({ why: expect.stringMatching(/too large/) });
    look(filter([{ $ignoreCaseEquals: 'x' }]), 'y'.repeat(1e7));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(5_000);
  });

  it('of a hundred thousand entries is searched to its end by an ordinary filter', () => {
    const entries = Array.from({ length: 100_000 }, (_, id) => ({ id, state: 'ok', kind: 'part' }));
    const made = filter({ items: { kind: ['part'], state: [{ $not: 'x' }], id: [99_999] } });
    expect(look(made, { items: entries })).toEqual({ matches: true });
  });
});
