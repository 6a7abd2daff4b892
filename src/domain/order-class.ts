import { MAX_CLASS_NAME } from './check-classes.js';
import { isJsonObject, type JsonValue } from './strict-json.js';

/**
 * The class that an order names for an adaptive plan: the value of the key `from` in its inputs, else in its metadata, a number
 * as its decimal text. Null where neither holds a text or number, or one too long to name a class: the plan's default counts then.
 */
export function readOrderClass(from: string, inputs: JsonValue, metadata: JsonValue): string | null {
  return valueIn(inputs, from) ?? valueIn(metadata, from);
}

function valueIn(object: JsonValue, key: string): string | null {
  const value = isJsonObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.length <= MAX_CLASS_NAME ? value : null;
}
