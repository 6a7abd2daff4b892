/** True for answers that never carry a body, whatever their Content-Length says (RFC 9110, 6.4.1). */
export function isBodiless(status: number): boolean {
  return status === 204 || status === 304;
}

/** Counts the bytes of a body while they arrive. */
export class ByteCap {
  private seen = 0;

  constructor(private readonly maxBytes: number) {}

  /** Does the body that these headers announce fit? True where they announce none. */
  admits(method: string, status: number, contentLength: string | undefined): boolean {
    if (contentLength === undefined || method === 'HEAD' || isBodiless(status)) return true;
    return !(Number(contentLength) > this.maxBytes);
  }

  /** Counts a piece; false once it is too much. */
  take(bytes: number): boolean {
    this.seen += bytes;
    return this.seen <= this.maxBytes;
  }
}
