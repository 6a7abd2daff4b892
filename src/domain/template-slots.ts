import { endOfString } from './json-shape.js';

const STRING_NAMES = ['order_id', 'short_id', 'callback_url'] as const;
type StringName = (typeof STRING_NAMES)[number];

/** A placeholder and where it stands in the template's text: `start` is its `{`, `end` the index after its `}`. */
export type Slot = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'string'; readonly name: StringName }
  | { readonly kind: 'ts' }
  | { readonly kind: 'input'; readonly key: string }
);

export type SlotScan =
  | { readonly ok: true; readonly slots: readonly Slot[] }
  | { readonly ok: false; readonly problem: string; readonly at: number };
type Found = { ok: true; slot: Slot } | { ok: false; problem: string; at: number };

/** What looks like a placeholder: a brace, a word that may hold dots, dashes and indexes, a brace. */
const PLACEHOLDER = /\{([A-Za-z_$][\w$.\-[\]]*)\}/y;
const INPUT = /^inputs\.([a-z][a-zA-Z0-9_]{1,39})$/;
const ALL = '{order_id}, {short_id} and {callback_url} inside quotes, {ts} and {inputs.<key>} outside';

/**
 * Finds the placeholders of a template in one pass and refuses unknown and misplaced ones. Whether the rest is JSON is not
 * its concern: a string that never ends is left for the JSON check.
 */
export function scanPlaceholders(text: string): SlotScan {
  const slots: Slot[] = [];
  let endOfText = -1; // index of the quote that ends the string we are in; -1 outside strings
  for (let at = 0; at < text.length; at++) {
    if (at === endOfText) endOfText = -1;
    else if (endOfText === -1 && text[at] === '"') {
      endOfText = endOfString(text, at);
      if (endOfText === -1) break;
    }
    if (text[at] !== '{') continue;
    const found = readPlaceholder(text, at, endOfText !== -1);
    if (found === null) continue;
    if (!found.ok) return found;
    slots.push(found.slot);
    at = found.slot.end - 1;
  }
  return { ok: true, slots };
}

/** The placeholder whose brace stands at `start`; null where that brace is JSON's own or plain text. */
function readPlaceholder(text: string, start: number, inString: boolean): Found | null {
  PLACEHOLDER.lastIndex = start;
  const name = PLACEHOLDER.exec(text)?.[1];
  if (name === undefined) return null;
  const end = start + name.length + 2;
  const refuse = (problem: string): Found => ({ ok: false, problem, at: start });
  if (text[start - 1] === '{' && text[end] === '}') return refuse(`Write {${name}} with single braces`);
  const slot = toSlot(name, start, end);
  if (slot === null) return refuse(`{${name}} is not a placeholder; there are ${ALL}`);
  if (inString && slot.kind !== 'string') return refuse(`{${name}} must stand outside quotes; it brings its own`);
  if (!inString && slot.kind === 'string') return refuse(`{${name}} must stand inside quotes`);
  return { ok: true, slot };
}

function toSlot(name: string, start: number, end: number): Slot | null {
  if (name === 'ts') return { start, end, kind: 'ts' };
  const key = INPUT.exec(name)?.[1];
  if (key !== undefined) return { start, end, kind: 'input', key };
  const known = STRING_NAMES.find((each) => each === name);
  return known === undefined ? null : { start, end, kind: 'string', name: known };
}
