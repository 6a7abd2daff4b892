/** Most bytes of a stored name as UTF-8: far below the 255 of file systems, so that a prefix still fits. */
export const MAX_FILE_NAME_BYTES = 120;

const MAX_EXTENSION_BYTES = 20;
const LONGEST_READ = 1_024;

/** Controls, line separators, lone surrogates, and marks that reorder or hide text ("exe.fdp" shown as "pdf.exe"). */
const INVISIBLE = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;
const FORBIDDEN_ON_WINDOWS = /[<>:"|?*]/g;
const EDGES = /^[.\s]+|[.\s]+$/g;
const RESERVED_ON_WINDOWS = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?:\.|$)/i;

/**
 * The safe base name of a file that a stranger named (contract, section 6): what stands after the last `/` or `\`, in NFC,
 * without control, bidi and invisible characters, without dots or spaces at either end, with `_` for what Windows
 * forbids and before its device names, and at most {@link MAX_FILE_NAME_BYTES} bytes of UTF-8 with the extension kept.
 * Applying it again changes nothing.
 * @param fallback a safe name, used where `name` is no string or nothing of it is left.
 */
export function safeFileName(name: unknown, fallback: string): string {
  if (typeof name !== 'string') return fallback;
  const visible = middleCut(baseName(name)).replace(INVISIBLE, '').normalize('NFC').replace(FORBIDDEN_ON_WINDOWS, '_');
  const trimmed = visible.replace(EDGES, '');
  if (trimmed === '') return fallback;
  const fitted = fit(trimmed);
  return RESERVED_ON_WINDOWS.test(fitted) ? fit(`_${fitted}`) : fitted;
}

function baseName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
}

/** Keeps both ends of a name of any length, so that all that follows is cheap. */
function middleCut(name: string): string {
  const half = LONGEST_READ / 2;
  return name.length <= LONGEST_READ ? name : name.slice(0, half) + name.slice(-half);
}

function fit(name: string): string {
  if (Buffer.byteLength(name) <= MAX_FILE_NAME_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && Buffer.byteLength(name.slice(dot)) <= MAX_EXTENSION_BYTES ? name.slice(dot) : '';
  const stem = name.slice(0, name.length - extension.length);
  return firstBytes(stem, MAX_FILE_NAME_BYTES - Buffer.byteLength(extension)).replace(EDGES, '') + extension;
}

/** The longest beginning of whole characters that fits into `limit` bytes. */
function firstBytes(text: string, limit: number): string {
  let kept = '';
  let size = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > limit) break;
    kept += character;
  }
  return kept;
}
