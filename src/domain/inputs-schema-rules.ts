import { isJsonObject, MAX_JSON_DEPTH, type JsonObject, type JsonValue } from './strict-json.js';

/** Most bytes of an inputs schema as JSON in UTF-8 (contract, section 3). */
export const MAX_SCHEMA_BYTES = 65_536;

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
/** The keys that orders may use for their inputs, as published. */
const INPUT_KEY = /^[a-z][a-zA-Z0-9_]{1,39}$/;
const REFERENCES = new Set(['$ref', '$dynamicRef']);
/** Keywords whose value maps names to schemas, and keywords whose value is data: there, nothing is a keyword. */
const MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
const DATA = new Set(['const', 'enum', 'default', 'examples']);

type Reading = 'schema' | 'map' | 'data';
export type SchemaShape =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/**
 * What can be said of a tool's `inputs_schema` without compiling it (contract, section 3): a JSON Schema object of 2020-12, its size and
 * depth, no reference that leaves it, and input keys in the published form. `text` is the schema as compact JSON.
 */
export function checkSchemaShape(schema: unknown): SchemaShape {
  if (!isJsonObject(schema)) return refuse('The schema must be a JSON object');
  const fault = checkNode(schema, 1, 'schema') ?? checkDialect(schema) ?? checkInputKeys(schema);
  if (fault !== null) return refuse(fault);
  const text = JSON.stringify(schema);
  if (Buffer.byteLength(text) > MAX_SCHEMA_BYTES)
    return refuse(`The schema has more than ${MAX_SCHEMA_BYTES} bytes; shorten it`);
  return { ok: true, text };
}

/** Depth first; the depth limit bounds the recursion. */
function checkNode(node: JsonValue, depth: number, reading: Reading): string | null {
  if (typeof node !== 'object' || node === null) return null;
  if (depth > MAX_JSON_DEPTH)
    return `The schema is nested deeper than ${MAX_JSON_DEPTH} levels; use $defs to make it flatter`;
  for (const [key, value] of Object.entries(node)) {
    const isKeyword = reading === 'schema' && !Array.isArray(node);
    const fault =
      (isKeyword ? checkKeyword(key, value) : null) ??
      checkNode(value, depth + 1, isKeyword ? readingOf(key) : below(node, reading));
    if (fault !== null) return fault;
  }
  return null;
}

function readingOf(keyword: string): Reading {
  if (MAPS.has(keyword)) return 'map';
  return DATA.has(keyword) ? 'data' : 'schema';
}

function below(node: JsonValue, reading: Reading): Reading {
  return reading === 'map' && !Array.isArray(node) ? 'schema' : reading;
}

function checkKeyword(key: string, value: JsonValue): string | null {
  if (REFERENCES.has(key) && typeof value === 'string' && !value.startsWith('#')) {
    return `A ${key} may only point into the schema itself ("#..."), not to ${JSON.stringify(value.slice(0, 100))}`;
  }
  // Not of JSON Schema, but ajv would validate asynchronously, and a promise counts as "valid".
  return key === '$async' ? 'The keyword $async is not of JSON Schema; remove it' : null;
}

function checkDialect(schema: JsonObject): string | null {
  const dialect = schema['$schema'];
  const known = dialect === undefined || dialect === DIALECT || dialect === `${DIALECT}#`;
  return known ? null : `The schema must be of JSON Schema 2020-12: leave $schema out, or let it be "${DIALECT}"`;
}

function checkInputKeys(schema: JsonObject): string | null {
  const properties = schema['properties'];
  const wrong = isJsonObject(properties) ? Object.keys(properties).find((key) => !INPUT_KEY.test(key)) : undefined;
  if (wrong === undefined) return null;
  const shown = JSON.stringify(wrong.slice(0, 60));
  return `The input ${shown} must be named by a small letter and 1 to 39 letters, digits or underscores`;
}

function refuse(problem: string): { ok: false; problem: string } {
  return { ok: false, problem: `${problem}.` };
}
