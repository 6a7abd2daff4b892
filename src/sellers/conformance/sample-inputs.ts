import { isJsonObject, type JsonObject, type JsonValue } from '../../domain/strict-json.js';

const LONGEST_LIST = 10;

/** What a test order is placed with where nobody said: what the tool's schema shows of itself, else a prompt. */
export function sampleInputs(schema: JsonObject | null): JsonObject {
  if (schema === null) return { prompt: 'a red bicycle', roundtrip_test: 'complete' };
  const made = sampleOf(schema);
  return isJsonObject(made) ? made : {};
}

/** The same, marked as an order that ought to fail; as it is where the schema has no room for the mark. */
export function failingInputs(inputs: JsonObject): JsonObject {
  return { ...inputs, roundtrip_test: 'fail' };
}

/** A value that a simple schema allows: its own example or default first. Whoever needs more names inputs. */
function sampleOf(schema: JsonObject): JsonValue {
  const own = schema['default'] ?? first(schema['examples']) ?? schema['const'] ?? first(schema['enum']);
  if (own !== undefined && own !== null) return own;
  switch (typeOf(schema)) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return listOf(schema);
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return true;
    default:
      return textOf(schema);
  }
}

function objectOf(schema: JsonObject): JsonObject {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const found: [string, JsonValue][] = [];
  for (const [name, part] of Object.entries(properties))
    if (required.includes(name) && isJsonObject(part)) found.push([name, sampleOf(part)]);
  return Object.fromEntries(found);
}

function listOf(schema: JsonObject): JsonValue[] {
  const least = Math.min(numberAt(schema, 'minItems') ?? 0, LONGEST_LIST);
  const items = isJsonObject(schema['items']) ? schema['items'] : {};
  return Array.from({ length: least }, () => sampleOf(items));
}

function numberOf(schema: JsonObject): number {
  const least = numberAt(schema, 'minimum') ?? (numberAt(schema, 'exclusiveMinimum') ?? 0) + 1;
  return Math.min(least, numberAt(schema, 'maximum') ?? least);
}

function textOf(schema: JsonObject): string {
  const known: Record<string, string> = {
    email: 'test@example.com',
    uri: 'https://example.com/',
    date: '2030-01-01',
    'date-time': '2030-01-01T00:00:00Z',
  };
  const { format } = schema;
  const text = (typeof format === 'string' ? known[format] : undefined) ?? 'a red bicycle';
  return text
    .padEnd(Math.min(numberAt(schema, 'minLength') ?? 0, 1_000), '.')
    .slice(0, numberAt(schema, 'maxLength') ?? 2_000);
}

function typeOf(schema: JsonObject): string {
  const { type } = schema;
  if (typeof type === 'string') return type;
  const named = Array.isArray(type) ? type.find((one) => one !== 'null') : undefined;
  if (typeof named === 'string') return named;
  return schema['properties'] ? 'object' : 'string';
}

const first = (list: JsonValue | undefined) => (Array.isArray(list) ? list[0] : undefined);
const numberAt = (schema: JsonObject, name: string) => {
  const value = schema[name];
  return typeof value === 'number' ? value : null;
};
