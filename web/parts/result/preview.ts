/** A file of a result, as the API tells it. */
export interface ResultFile {
  readonly n: number;
  readonly filename: string;
  readonly mime_type: string | null;
  readonly detected_type: string | null;
  readonly size: number | null;
  readonly download_url: string | null;
  readonly url?: string;
}

export interface Result {
  readonly output_type: string;
  readonly text?: string;
  readonly url?: string;
  readonly mirrored?: boolean;
  readonly files: readonly ResultFile[];
}

/**
 * In what form a result's own text or address is shown; null where it consists of files only. `source`: as text and never
 * rendered, since a stranger's HTML would act in the name of whoever looks at it.
 */
export type Preview =
  | { readonly kind: 'text' | 'json' | 'csv' | 'source'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string }
  | null;

const FORMS: Readonly<Record<string, 'text' | 'json' | 'csv' | 'source'>> = {
  json: 'json',
  csv: 'csv',
  html: 'source',
};

export function previewOf(result: Result): Preview {
  // A text too long for the order's row is a file, and `text` is left out.
  if (result.text !== undefined) return { kind: FORMS[result.output_type] ?? 'text', text: result.text };
  return result.url === undefined ? null : { kind: 'link', url: result.url };
}

/** Pictures that a browser shows without running anything in them: never SVG. */
const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** Most bytes of a picture that is shown in the page. */
export const PICTURE_BYTES = 5 * 1024 * 1024;

/** The type of a picture that may be shown in the page, told by its bytes and not by its seller; null where it may not. */
export function pictureType({ download_url, detected_type, size }: ResultFile): string | null {
  if (download_url === null || detected_type === null || size === null || size > PICTURE_BYTES) return null;
  return PICTURES.has(detected_type) ? detected_type : null;
}

/** Whether the seller declared another type than the bytes tell; a mere parameter (`; charset=utf-8`) is no other type. */
export function isMisdeclared({ mime_type, detected_type }: ResultFile): boolean {
  if (mime_type === null || detected_type === null) return false;
  // Bytes that tell nothing say nothing against a word.
  if (detected_type === 'text/plain' || detected_type === 'application/octet-stream') return false;
  return mime_type.split(';')[0]!.trim().toLowerCase() !== detected_type;
}
