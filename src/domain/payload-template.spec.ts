import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileTemplate, MAX_TEMPLATE_BYTES, renderTemplate, type TemplateValues } from './payload-template.js';
import type { JsonObject, JsonValue } from './strict-json.js';

/** Values with the inputs parsed, as tests like them. */
type Given = Omit<TemplateValues, 'inputs'> & { readonly inputs: JsonObject };

const values: Given = {
  order_id: '5b1c',
  short_id: 'logo-maker',
  callback_url: 'https://rt.example/api/orders/callback?run=2',
  ts: 1_760_000_000,
  inputs: { prompt: 'say "hi" {order_id} {{ts}} \\ \n \u2028', size: { w: 1 }, none: null, list: [1, 'a'] },
};

function sent(given: Given): TemplateValues {
  return { ...given, inputs: JSON.stringify(given.inputs) };
}

function render(template: string, given: Given = values): unknown {
  const compiled = compileTemplate(template);
  if (!compiled.ok) throw new Error(compiled.problem);
  return JSON.parse(renderTemplate(compiled.template, sent(given)));
}

function refusal(template: string): { problem: string; line: number; column: number } {
  const compiled = compileTemplate(template);
  if (compiled.ok) throw new Error(`was accepted: ${template}`);
  return compiled;
}

describe('a payload template', () => {
  it('renders every placeholder', () => {
    const template = `{ "id": "{order_id}", "ref": "a/{short_id}/{order_id}", "cb": "{callback_url}", "at": {ts},
      "in": [{inputs.prompt}, {inputs.size}, {inputs.none}, {inputs.missing}, {inputs.list}] }`;
    expect(render(template)).toEqual({
      id: '5b1c',
      ref: 'a/logo-maker/5b1c',
      cb: values.callback_url,
      at: 1_760_000_000,
      in: [values.inputs['prompt'], { w: 1 }, null, null, [1, 'a']],
    });
  });

  it('passes inputs on as they came', () => {
    const compiled = compileTemplate('{"n": {inputs.id}}');
    if (!compiled.ok) throw new Error(compiled.problem);
    const inputs = '{ "id": 12345678901234567890.10 }';
    expect(renderTemplate(compiled.template, { ...values, inputs })).toBe('{"n": 12345678901234567890.10}');
  });

  it('takes any JSON document, with and without placeholders', () => {
    expect(render('{inputs.size}')).toEqual({ w: 1 });
    expect(render('"{order_id}"')).toBe('5b1c');
    expect(render(' [ ] ')).toEqual([]);
    expect(render('{"{order_id}": {"x": {ts}}}')).toEqual({ '5b1c': { x: values.ts } });
  });

  it('leaves braces in strings alone that are no placeholder', () => {
    const text = '{ not a placeholder } {} {0} {"a":1} ${ } { ts }';
    expect(render(JSON.stringify({ text }))).toEqual({ text });
    expect(render('"\\u007border_id} {order\\u005fid}"')).toBe('{order_id} {order_id}');
    expect(render('"{\\"id\\":\\"{order_id}\\"}"')).toBe('{"id":"5b1c"}');
  });

  it('does not read inherited properties of the inputs', () => {
    expect(render('[{inputs.constructor}, {inputs.toString}, {inputs.hasOwnProperty}]')).toEqual([null, null, null]);
  });

  it.each([
    ['{"a": {oder_id}}', 1, 7, 'not a placeholder'],
    ['{\n  "a": "x {order}"}', 2, 11, 'not a placeholder'],
    ['{"a": "{inputs.size}"}', 1, 8, 'outside quotes'],
    ['{"a": "at {ts}"}', 1, 11, 'outside quotes'],
    ['{"a": {order_id}}', 1, 7, 'inside quotes'],
    ['{"a": {inputs}}', 1, 7, 'not a placeholder'],
    ['{"a": {inputs.Size}}', 1, 7, 'not a placeholder'],
    ['{"a": {inputs.a.b}}', 1, 7, 'not a placeholder'],
    ['{"a": {inputs.list[0]}}', 1, 7, 'not a placeholder'],
    ['{"a": "{{order_id}}"}', 1, 9, 'single braces'],
    ['{"a": {{ts}}}', 1, 8, 'single braces'],
    ['{"a": { ts }}', 1, 9, 'key in double quotes'],
    ['{{ts}: 1}', 1, 3, 'key in double quotes'],
    ['{"a": -{ts}}', 1, 8, 'digit'],
    ['[1{ts}]', 1, 4, 'comma'],
    ['[{ts}2]', 1, 6, 'comma'],
    ['[{ts}{ts}]', 1, 7, 'comma'],
    ['"\\{order_id}"', 1, 2, 'backslash'],
    ['"\\u00{order_id}"', 1, 2, 'backslash'],
    ['{"a": "{order_id}', 1, 7, 'never ends'],
    ['{"a": {ts}, "a": 1}', 1, 13, 'twice'],
    ['{"{order_id}": 1, "{order_id}": 2}', 1, 19, 'twice'],
    ['{"__proto__": {ts}}', 1, 2, 'not allowed'],
    [`${'['.repeat(33)}{ts}${']'.repeat(33)}`, 1, 33, 'deeper than 32'],
    ['', 1, 1, 'value is expected'],
    ['{ts} {ts}', 1, 7, 'may follow'],
  ])('refuses %s and says where', (template, line, column, words) => {
    const refused = refusal(template);
    expect(refused).toMatchObject({ line, column, problem: expect.stringContaining(words) });
    expect(refused.problem).toMatch(/\(line \d+, column \d+\)\.$/);
  });

  it('refuses more than 64 KiB', () => {
    expect(compileTemplate(`"${'a'.repeat(MAX_TEMPLATE_BYTES - 2)}"`).ok).toBe(true);
    expect(refusal(`"${'a'.repeat(MAX_TEMPLATE_BYTES - 1)}"`).problem).toContain('65536 bytes');
    expect(refusal(`"${'é'.repeat(MAX_TEMPLATE_BYTES / 2)}"`).problem).toContain('65536 bytes');
  });

  it('never lets a value break out: what is parsed again is the template with the values in their places', () => {
    fc.assert(
      fc.property(node, hostileValues, (tree, given) => {
        expect(render(toTemplate(tree), given)).toEqual(JSON.parse(JSON.stringify(toExpected(tree, given))));
      }),
      { numRuns: 1_000 },
    );
  });

  it('renders to JSON whenever it compiles, whatever the template', () => {
    const scraps = fc.constantFrom(
      '{',
      '}',
      '"',
      '[',
      ']',
      ',',
      ':',
      '\\',
      '{ts}',
      '{order_id}',
      '{inputs.prompt}',
      '{inputs.none}',
      '1',
      ' ',
      '"k":',
      '{x}',
      'u007b',
    );
    fc.assert(
      fc.property(fc.array(scraps, { maxLength: 12 }), hostileValues, (parts, given) => {
        const compiled = compileTemplate(parts.join(''));
        if (compiled.ok) expect(() => void JSON.parse(renderTemplate(compiled.template, sent(given)))).not.toThrow();
      }),
      { numRuns: 5_000 },
    );
  });
});

type Piece = { name: 'order_id' | 'short_id' | 'callback_url' } | string;
type Node =
  { pieces: Piece[] } | { bare: 'ts' | 'prompt' | 'none' | 'gone' } | { list: Node[] } | { literal: JsonValue };

const hostileText = fc.string({
  unit: fc.constantFrom(
    '"',
    '\\',
    '{',
    '}',
    '{ts}',
    '{order_id}',
    ',',
    ':',
    '\n',
    '\u0000',
    '\u2028',
    '\ud800',
    '$&',
    '$1',
    'é',
  ),
});
const hostileValues: fc.Arbitrary<Given> = fc.record({
  order_id: hostileText,
  short_id: hostileText,
  callback_url: hostileText,
  ts: fc.nat(),
  inputs: fc.record({
    prompt: fc.oneof(hostileText, fc.jsonValue({ maxDepth: 3 })),
    none: fc.constant(null),
  }) as fc.Arbitrary<JsonObject>,
});
const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc.record({ name: fc.constantFrom('order_id', 'short_id', 'callback_url') }),
  fc.string({ unit: fc.constantFrom('{ ', ' }', '"', '\\', '$', '[', 'ts', ' ', '\n', 'é') }),
);
const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ bare: fc.constantFrom('ts', 'prompt', 'none', 'gone') }),
    fc.record({ pieces: fc.array(piece, { maxLength: 5 }) }),
    fc.record({ literal: fc.constantFrom<JsonValue>(1, null, true, {}, { a: [] }) }),
    fc.record({ list: fc.array(tie('node'), { maxLength: 4 }) }),
  ),
}));

function toTemplate(tree: Node): string {
  if ('list' in tree) return `[${tree.list.map(toTemplate).join(' , ')}]`;
  if ('literal' in tree) return JSON.stringify(tree.literal);
  if ('bare' in tree) return tree.bare === 'ts' ? '{ts}' : `{inputs.${tree.bare}}`;
  return `"${tree.pieces.map((each) => (typeof each === 'string' ? JSON.stringify(each).slice(1, -1) : `{${each.name}}`)).join('')}"`;
}

function toExpected(tree: Node, given: Given): unknown {
  if ('list' in tree) return tree.list.map((each) => toExpected(each, given));
  if ('literal' in tree) return tree.literal;
  if ('bare' in tree) return tree.bare === 'ts' ? given.ts : (given.inputs[tree.bare] ?? null);
  return tree.pieces.map((each) => (typeof each === 'string' ? each : given[each.name])).join('');
}
