/** An answer that is no JSON: a file, a kit, an export. */
export interface Download {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** As the server names it; null where it names none. Not to be trusted as a path. */
  readonly filename: string | null;
}

/** The name in a `Content-Disposition` (RFC 6266): the extended one where there is one. */
export function filenameIn(disposition: string | undefined): string | null {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (extended !== undefined) return decoded(extended);
  const quoted = /filename="((?:[^"\\]|\\.)*)"/i.exec(disposition ?? '')?.[1];
  return quoted?.replace(/\\(.)/g, '$1') ?? /filename=([^;\s"]+)/i.exec(disposition ?? '')?.[1] ?? null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The words of a refusal, where what was asked for came as bytes or a stream. */
export async function asJson(data: unknown): Promise<unknown> {
  const decoder = new TextDecoder();
  try {
    if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return JSON.parse(decoder.decode(data as Uint8Array));
    if (typeof data !== 'object' || data === null || !(Symbol.asyncIterator in data)) return data;
    let text = '';
    for await (const chunk of data as AsyncIterable<Uint8Array>) text += decoder.decode(chunk, { stream: true });
    return JSON.parse(text);
  } catch {
    return null;
  }
}
