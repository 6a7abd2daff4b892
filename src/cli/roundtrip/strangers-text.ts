/** Marks that reorder or hide other text: bidi controls, zero-width and filler characters. */
const HIDDEN = /[\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]/gu;
const BREAKS = /[\t\n\u000b\f\r\u0085\u2028\u2029]+/gu;
/** What a terminal may obey (ESC, CSI, BEL, backspace), and halves of a character. */
const CONTROLS = /[\p{Cc}\p{Cs}]/gu;
const CONTROLS_BUT_LINES = /(?![\n\t])[\p{Cc}\p{Cs}]/gu;
const BEYOND_ASCII =
  /[\u007f-\u009f\u2028\u2029\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e]|[\u2060-\u206f\u3164\ufeff\uffa0]/gu;

/** Text that a stranger wrote (names, messages, addresses) as one line: controls as pictures (`␛`), nothing that hides or reorders. */
export function oneLine(text: string): string {
  return text.replace(BREAKS, ' ').replace(CONTROLS, picture).replace(HIDDEN, '').trim();
}

/** The same of text that may have lines. */
export function manyLines(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replace(CONTROLS_BUT_LINES, picture)
    .replace(HIDDEN, '');
}

/** One JSON document that a terminal may be shown as well: what JSON leaves as it is, but a terminal obeys, is escaped. */
export function jsonText(document: unknown, indent = 2): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(document, null, indent).replace(BEYOND_ASCII, escaped)}\n`;
}

/** One of many JSON documents, each a line of its own (https://jsonlines.org). */
export function jsonLine(document: unknown): string {
  return jsonText(document, 0);
}

/** How many columns of a terminal it takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += /\p{M}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

const WIDE =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\uff01-\uff60]/u;

function picture(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
