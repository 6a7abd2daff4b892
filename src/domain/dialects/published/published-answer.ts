import type { JsonValue } from '../../strict-json.js';
import type { ForeignAnswer } from '../dialect.js';

/** An example that a system publishes, as an answer of 200. `more` says what else its documentation says of that answer. */
export function published(url: string, body: JsonValue, more: Partial<ForeignAnswer> = {}): ForeignAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, url, body, ...more };
}
