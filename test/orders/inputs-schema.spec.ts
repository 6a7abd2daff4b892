import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../src/domain/strict-json.js';
import { InputsSchemas } from '../../src/orders/inputs-schema.js';

let schemas: InputsSchemas;
beforeAll(() => void (schemas = new InputsSchemas()));
afterAll(() => schemas.close());

const schema: JsonObject = {
  type: 'object',
  required: ['prompt'],
  additionalProperties: false,
  properties: {
    prompt: { type: 'string', minLength: 3, pattern: '^\\p{L}+(?: \\w+)*$' },
    style: { enum: ['flat', 'round'] },
    size: { $ref: '#/$defs/size' },
    tags: { type: 'array', items: { type: 'object', properties: { 'a/b': { type: 'integer' } } } },
  },
  $defs: { size: { type: 'number', exclusiveMinimum: 0 } },
};

/** `a1` applies `a0` twice, `a2` applies `a1` twice, and so on: 2^levels applications of `a0`. */
function doubling(levels: number): JsonObject {
  const $defs: JsonObject = { a0: { type: 'object' } };
  for (let level = 1; level <= levels; level++) {
    const ref = { $ref: `#/$defs/a${level - 1}` };
    $defs[`a${level}`] = { allOf: [ref, ref] };
  }
  return { $ref: `#/$defs/a${levels}`, $defs };
}

async function details(inputs: JsonObject, given = schema): Promise<object[]> {
  const result = await schemas.validate(given, inputs);
  return result.ok ? [] : result.details;
}

async function problem(given: unknown): Promise<string> {
  const result = await schemas.check(given);
  if (result.ok) throw new Error('was accepted');
  return result.problem;
}

describe('an inputs schema', () => {
  it('lets inputs pass that fit', async () => {
    expect(await schemas.check(schema)).toEqual({ ok: true });
    expect(await details({ prompt: 'Überall one', style: 'flat', size: 0.5, tags: [{ 'a/b': 1 }] })).toEqual([]);
  });

  it.each<[JsonObject, string, string]>([
    [{}, 'inputs.prompt', 'required'],
    [{ prompt: 7 }, 'inputs.prompt', 'must be string'],
    [{ prompt: 'ab' }, 'inputs.prompt', 'fewer than 3'],
    [{ prompt: 'one!' }, 'inputs.prompt', 'pattern'],
    [{ prompt: 'one\n' }, 'inputs.prompt', 'pattern'],
    [{ prompt: 'one', style: 'square' }, 'inputs.style', '["flat","round"]'],
    [{ prompt: 'one', size: 0 }, 'inputs.size', 'must be > 0'],
    [{ prompt: 'one', sise: 1 }, 'inputs.sise', 'no such input'],
    [{ prompt: 'one', tags: [{}, { 'a/b': 1.5 }] }, 'inputs.tags.1.a/b', 'integer'],
    [{ prompt: 'one', size: '1' }, 'inputs.size', 'must be number'],
  ])('names what does not fit in %j', async (inputs, field, words) => {
    expect(await details(inputs)).toEqual([{ field, message: expect.stringContaining(words) }]);
  });

  it('changes nothing in the inputs, ignores unknown keywords, asserts no format', async () => {
    const inputs = { when: 'soon' };
    const given = {
      properties: { when: { format: 'date-time', 'x-order': 1 }, size: { default: 5 } },
      unknown: { a: 1 },
    };
    expect(await schemas.check(given)).toEqual({ ok: true });
    expect(await details(inputs, given)).toEqual([]);
    expect(inputs).toEqual({ when: 'soon' });
  });

  it('does not take what every object inherits for an input', async () => {
    expect(await details({}, { required: ['toString'] })).toMatchObject([{ field: 'inputs.toString' }]);
  });

  it('keeps patterns apart', async () => {
    const given = {
      properties: { one: { pattern: '^a' }, two: { pattern: '^b' } },
      patternProperties: { '^x_': { type: 'null' } },
    };
    expect(await details({ one: 'a', two: 'b', x_1: null }, given)).toEqual([]);
    expect(await details({ one: 'a', two: 'a' }, given)).toMatchObject([{ field: 'inputs.two' }]);
    expect(await details({ x_1: 1 }, given)).toMatchObject([{ field: 'inputs.x_1' }]);
  });

  it.each<[string, JsonValue, string]>([
    ['an unknown type', { type: 'text' }, 'type'],
    ['a keyword of a wrong type', { properties: { aa: { minLength: 'x' } } }, 'minLength'],
    ['a reference into nothing', { $ref: '#/$defs/gone' }, 'gone'],
    ['a look-ahead', { properties: { aa: { pattern: '(?=x)y' } } }, 'invalid'],
    ['a back-reference', { properties: { aa: { pattern: '(a)\\1' } } }, 'invalid'],
    ['an endless self-reference', { $ref: '#' }, 'without end'],
    ['a reference to elsewhere', { $ref: 'https://a.com/x' }, 'into the schema itself'],
  ])('is refused for %s', async (_, given, words) => expect(await problem(given)).toContain(words));

  it('may hold an $id that another schema holds too', async () => {
    const $id = 'https://a.com/schema';
    expect(await schemas.check({ $id, $defs: { x: { $id: 'https://a.com/x', type: 'string' } } })).toEqual({
      ok: true,
    });
    expect(await schemas.check({ $id, $defs: { x: { $id: 'https://a.com/x', type: 'number' } } })).toEqual({
      ok: true,
    });
  });

  it('may refer to itself through its data', async () => {
    const tree: JsonObject = { properties: { child: { $ref: '#' }, name: { type: 'string' } } };
    expect(await schemas.check(tree)).toEqual({ ok: true });
    expect(await details({ child: { child: { name: 1 } } }, tree)).toMatchObject([
      { field: 'inputs.child.child.name' },
    ]);
  });

  it('matches a pattern that backtracking would never finish', async () => {
    const given = { properties: { text: { pattern: '^(a+)+$' } } };
    expect(await details({ text: `${'a'.repeat(100_000)}!` }, given)).toMatchObject([{ field: 'inputs.text' }]);
  });
});

describe('a hostile inputs schema', () => {
  it('that takes exponential time is refused, and the next one is checked by a new thread', async () => {
    const started = performance.now();
    const [slow, quick] = await Promise.all([schemas.check(doubling(28)), schemas.check(schema)]);
    expect(slow).toMatchObject({ ok: false, problem: expect.stringContaining('too long') });
    expect(quick).toEqual({ ok: true });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('that takes exponential time only for some inputs makes those not fit', async () => {
    const given = { properties: { deep: doubling(28) }, $defs: doubling(28)['$defs'] ?? {} };
    expect(await schemas.check(given)).toEqual({ ok: true });
    expect(await details({ deep: {} }, given)).toMatchObject([
      { field: 'inputs', message: expect.stringContaining('too long') },
    ]);
    expect(await details({ deep: 1 }, given)).not.toEqual([]);
    expect(await details({ prompt: 'one' })).toEqual([]);
  });

  it('of many references does not grow beyond measure', async () => {
    const big = { enum: Array.from({ length: 2_000 }, (_, index) => `value-${index}`) };
    const refs = Array.from({ length: 1_500 }, () => ({ $ref: '#/$defs/big' }));
    const result = await schemas.check({ anyOf: refs, $defs: { big } });
    expect(result.ok || result.problem.includes('too long')).toBe(true);
    expect(await schemas.check(schema)).toEqual({ ok: true });
  });

  it('that eats memory ends the thread only', async () => {
    const items = Array.from({ length: 60 }, () => ({ pattern: `${'(?:[a-z]{900}[0-9]{900})'.repeat(30)}x` }));
    const result = await schemas.check({ properties: { aa: { allOf: items } } });
    expect(result.ok || result.problem.length > 0).toBe(true);
    expect(await schemas.check(schema)).toEqual({ ok: true });
  });
});

describe('the thread', () => {
  it('can be closed before it was started and in the midst of work', async () => {
    const unused = new InputsSchemas();
    await unused.close();
    await expect(unused.check(schema)).rejects.toThrow('closed');
    const busy = new InputsSchemas(60_000);
    expect(await busy.check(schema)).toEqual({ ok: true });
    const running = busy.check(doubling(40));
    await new Promise((resolve) => setImmediate(resolve));
    await busy.close();
    expect(await running).toMatchObject({ ok: false });
  });

  it('checks thousands of inputs a second', async () => {
    const started = performance.now();
    for (let round = 0; round < 1_000; round++) await schemas.validate(schema, { prompt: 'one', size: round + 1 });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
