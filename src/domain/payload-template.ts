import { rawMembers } from './raw-members.js';
import { lineAndColumn, parseStrictJson } from './strict-json.js';
import { scanPlaceholders, type Slot } from './template-slots.js';

/** Most bytes of a template as UTF-8 (contract, section 3). */
export const MAX_TEMPLATE_BYTES = 65_536;

/** A template that is known to render to JSON, whatever the values. Made by {@link compileTemplate}; keep it, it is cheap to render. */
export interface PayloadTemplate {
  /** Literal text between the slots: one more than there are slots. */
  readonly texts: readonly string[];
  readonly slots: readonly Slot[];
}

const NO_INPUTS: ReadonlyMap<string, string> = new Map();

export interface TemplateValues {
  readonly order_id: string;
  readonly short_id: string;
  readonly callback_url: string;
  /** Unix seconds of the order's creation, integer. */
  readonly ts: number;
  /** The order's inputs as they came: the text of a JSON object. */
  readonly inputs: string;
}

export type CompiledTemplate =
  | { readonly ok: true; readonly template: PayloadTemplate }
  | { readonly ok: false; readonly problem: string; readonly line: number; readonly column: number };

/**
 * Reads a `payload_template` (contract, section 4) and refuses, with line and column from 1, whatever would not render to one
 * JSON document: unknown or misplaced placeholders, broken JSON, keys that stand twice, nesting past the limit.
 *
 * Braces of JSON and of placeholders are told apart by where they stand. Outside strings, a `{` that a letter follows is
 * never JSON: it begins a placeholder, and only `{ts}` and `{inputs.<key>}` may stand there. Inside strings (keys too),
 * `{word}` is a placeholder, and only `{order_id}`, `{short_id}` and `{callback_url}` may stand there; other braces, as in
 * `"{ two words }"` or `"{}"`, are text. Who needs a literal `{word}` writes `\u007bword}`; `{{word}}` is refused, for other
 * systems mean a placeholder by it. Keys that hold placeholders are compared as they are written.
 */
export function compileTemplate(text: string): CompiledTemplate {
  if (Buffer.byteLength(text) > MAX_TEMPLATE_BYTES) {
    return {
      ok: false,
      problem: `The template has more than ${MAX_TEMPLATE_BYTES} bytes; shorten it.`,
      line: 1,
      column: 1,
    };
  }
  const scan = scanPlaceholders(text);
  if (!scan.ok) {
    const place = lineAndColumn(text, scan.at);
    return { ok: false, problem: `${scan.problem} (line ${place.line}, column ${place.column}).`, ...place };
  }
  const json = parseStrictJson(withStandIns(text, scan.slots));
  if (!json.ok) return json;
  return { ok: true, template: { texts: textsBetween(text, scan.slots), slots: scan.slots } };
}

/**
 * The body to send. Every value is rendered as JSON (strings without their quotes, inside the template's own), in one
 * pass: what a value holds is never read as template. An input that is missing is `null`.
 */
export function renderTemplate(template: PayloadTemplate, values: TemplateValues): string {
  const inputs = template.slots.some((slot) => slot.kind === 'input') ? rawMembers(values.inputs) : NO_INPUTS;
  let body = template.texts[0] ?? '';
  template.slots.forEach((slot, index) => {
    body += renderSlot(slot, values, inputs) + (template.texts[index + 1] ?? '');
  });
  return body;
}

function renderSlot(slot: Slot, values: TemplateValues, inputs: ReadonlyMap<string, string>): string {
  switch (slot.kind) {
    case 'string':
      return JSON.stringify(values[slot.name]).slice(1, -1);
    case 'ts':
      return JSON.stringify(values.ts);
    case 'input':
      return inputs.get(slot.key) ?? 'null';
  }
}

/**
 * The template with a `0` for each bare placeholder, padded to its length so that positions stay true; the spaces around it
 * keep it from joining its neighbours (`-{ts}` must not become a number). Placeholders in strings are valid string content.
 */
function withStandIns(text: string, slots: readonly Slot[]): string {
  let stand = '';
  let from = 0;
  for (const slot of slots) {
    if (slot.kind === 'string') continue;
    stand += text.slice(from, slot.start) + ' 0'.padEnd(slot.end - slot.start);
    from = slot.end;
  }
  return stand + text.slice(from);
}

function textsBetween(text: string, slots: readonly Slot[]): string[] {
  return [
    ...slots.map((slot, index) => text.slice(slots[index - 1]?.end ?? 0, slot.start)),
    text.slice(slots.at(-1)?.end ?? 0),
  ];
}
