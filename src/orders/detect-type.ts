import { isUtf8 } from 'node:buffer';
import { fileTypeFromBuffer } from 'file-type';

/** Enough for every signature that the library knows, and for the first entries of an archive. */
const SAMPLE_BYTES = 64 * 1024;

/** Tells the type of bytes that stream by: by their signature; where they have none, `text/plain` if they are UTF-8, else just bytes. */
export class TypeDetector {
  private readonly sample: Buffer[] = [];
  private sampled = 0;
  private readonly utf8 = new Utf8Check();

  write(bytes: Uint8Array): void {
    this.utf8.write(bytes);
    if (this.sampled >= SAMPLE_BYTES) return;
    const piece = Buffer.from(bytes.subarray(0, SAMPLE_BYTES - this.sampled));
    this.sample.push(piece);
    this.sampled += piece.length;
  }

  async end(): Promise<string> {
    // The sample may end in the midst of what the library would read on.
    const found = await fileTypeFromBuffer(Buffer.concat(this.sample)).catch(() => undefined);
    if (found) return found.mime;
    return this.utf8.end() ? 'text/plain' : 'application/octet-stream';
  }
}

/** Whether bytes that come in pieces are UTF-8, though characters may be cut by the pieces. */
class Utf8Check {
  private isGood = true;
  private open: Uint8Array = Buffer.alloc(0);

  write(bytes: Uint8Array): void {
    if (!this.isGood) return;
    const whole = this.open.length === 0 ? bytes : Buffer.concat([this.open, bytes]);
    const end = whole.length - openBytes(whole);
    this.isGood = isUtf8(whole.subarray(0, end));
    this.open = Buffer.from(whole.subarray(end));
  }

  end(): boolean {
    return this.isGood && this.open.length === 0;
  }
}

/** Bytes at the end that begin a character and lack the rest of it. */
function openBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needed > back ? back : 0;
  }
  return 0;
}
