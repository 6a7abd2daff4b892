import { describe, expect, it } from '@jest/globals';
import { checkSchemaShape, MAX_SCHEMA_BYTES } from './inputs-schema-rules.js';

function problem(schema: unknown): string {
  const shape = checkSchemaShape(schema);
  if (shape.ok) throw new Error('was accepted');
  expect(shape.problem).toMatch(/\.$/);
  return shape.problem;
}

function nested(depth: number): object {
  let schema: object = {};
  for (let level = 1; level < depth; level++) schema = { not: schema };
  return schema;
}

describe('the shape of an inputs schema', () => {
  it('hands back its text', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { size: { $ref: '#/$defs/size' } },
    };
    expect(checkSchemaShape(schema)).toEqual({ ok: true, text: JSON.stringify(schema) });
  });

  it.each([undefined, null, true, [], 'x'])('must be an object, not %j', (schema) =>
    expect(problem(schema)).toContain('object'),
  );

  it('may be 32 levels deep and 64 KiB long', () => {
    expect(checkSchemaShape(nested(32)).ok).toBe(true);
    expect(problem(nested(33))).toContain('32 levels');
    expect(problem(nested(100_000))).toContain('32 levels');
    const overhead = JSON.stringify({ title: '' }).length;
    expect(checkSchemaShape({ title: 'x'.repeat(MAX_SCHEMA_BYTES - overhead) }).ok).toBe(true);
    expect(problem({ title: 'é'.repeat(MAX_SCHEMA_BYTES / 2) })).toContain('65536 bytes');
  });

  it.each([
    { $ref: 'https://a.com/schema.json' },
    { $ref: 'other.json' },
    { $ref: 'https://json-schema.org/draft/2020-12/schema' },
    { $dynamicRef: 'https://a.com/x#y' },
    { allOf: [{ items: { $ref: '/x' } }] },
    { properties: { const: { $ref: 'x' } } },
    { properties: { properties: { properties: { aa: { $ref: 'x' } } } } },
    { $defs: { enum: { not: { $ref: 'x' } } } },
  ])('has no reference out of itself: %j', (schema) => expect(problem(schema)).toContain('into the schema itself'));

  it.each([
    { $ref: '#/$defs/a', $defs: { a: true } },
    { $dynamicRef: '#node' },
    { const: { $ref: 'https://a.com' } },
    { enum: [{ $ref: 'x' }], default: { $ref: 'x' }, examples: [{ $ref: 'x' }] },
    { properties: { size: { properties: { $ref: { type: 'string' } } } } },
  ])('may refer within itself and hold data that looks like a reference: %j', (schema) => {
    expect(checkSchemaShape(schema).ok).toBe(true);
  });

  it('is of 2020-12 and never asynchronous', () => {
    expect(problem({ $schema: 'http://json-schema.org/draft-07/schema#' })).toContain('2020-12');
    expect(problem({ $schema: 7 })).toContain('2020-12');
    expect(problem({ $async: true })).toContain('$async');
    expect(problem({ $defs: { x: { $async: true } } })).toContain('$async');
  });

  it.each(['a', 'A1', '1a', 'a-b', 'a b', 'é', `a${'b'.repeat(40)}`, ''])('names no input %j', (key) => {
    expect(problem({ properties: { [key]: {} } })).toContain('must be named');
    expect(checkSchemaShape({ properties: { outer: { properties: { [key]: {} } } } }).ok).toBe(true);
  });
});
