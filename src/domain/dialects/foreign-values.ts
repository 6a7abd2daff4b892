import { isInstant } from '../instant.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../strict-json.js';

type Holder = JsonValue | undefined;

/** The value of a field; undefined where there is no object or no such field. */
export function fieldOf(holder: Holder, field: string): JsonValue | undefined {
  return isJsonObject(holder) && Object.hasOwn(holder, field) ? holder[field] : undefined;
}

export function objectIn(holder: Holder, field: string): JsonObject | null {
  const value = fieldOf(holder, field);
  return isJsonObject(value) ? value : null;
}

/** A text that is not empty, or null. */
export function textIn(holder: Holder, field: string): string | null {
  const value = fieldOf(holder, field);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** An id as text: a text that is not empty, or a whole number. */
export function idIn(holder: Holder, field: string): string | null {
  const value = fieldOf(holder, field);
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : textIn(holder, field);
}

export function numberIn(holder: Holder, field: string): number | null {
  const value = fieldOf(holder, field);
  return typeof value === 'number' ? value : null;
}

/** How many of these fields the object has, whatever stands in them. */
export function countFields(holder: Holder, fields: readonly string[]): number {
  return fields.filter((field) => fieldOf(holder, field) !== undefined).length;
}

/** Whether a field holds one of these words, letter by letter. */
export function saysOneOf(holder: Holder, field: string, words: readonly string[]): boolean {
  const value = fieldOf(holder, field);
  return typeof value === 'string' && words.includes(value);
}

/** A share of a hundred as we keep it: whole, clipped to 0 to 100; null for what is no number. */
export function percent(value: Holder): number | null {
  return typeof value === 'number' && !Number.isNaN(value) ? Math.round(Math.min(Math.max(value, 0), 100)) : null;
}

/** Epoch milliseconds of an instant in ISO-8601, or null. */
export function instantIn(holder: Holder, field: string): number | null {
  const value = fieldOf(holder, field);
  return isInstant(value) ? Date.parse(value) : null;
}

/**
 * Epoch milliseconds of a number that counts from 1970, or null.
 * @param unitMs 1 for milliseconds, 1,000 for seconds.
 */
export function epochIn(holder: Holder, field: string, unitMs: 1 | 1000): number | null {
  const ms = (numberIn(holder, field) ?? NaN) * unitMs;
  return ms > 0 && ms <= 8.64e15 ? Math.floor(ms) : null;
}
