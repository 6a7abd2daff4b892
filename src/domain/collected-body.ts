/** Pieces under this size are copied together. */
const SMALL = 4 * 1024;
const SLAB = 64 * 1024;

/**
 * The bytes of a body, kept until it is whole. A server may send a 64 MiB body as one-byte chunks, and a Buffer object
 * for each of them would take gigabytes: small pieces are copied into slabs.
 */
export class CollectedBody {
  private readonly parts: Buffer[] = [];
  private slab: Buffer | null = null;
  private filled = 0;

  add(piece: Buffer): void {
    if (this.parts.length === 0 && this.filled === 0) this.parts.push(piece);
    else if (piece.length < SMALL) this.copy(piece);
    else this.keep(piece);
  }

  toBuffer(): Buffer {
    this.flush();
    return this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
  }

  private keep(piece: Buffer): void {
    this.flush();
    this.parts.push(piece);
  }

  private copy(piece: Buffer): void {
    if (this.filled + piece.length > SLAB) this.flush();
    this.slab ??= Buffer.allocUnsafe(SLAB);
    this.filled += piece.copy(this.slab, this.filled);
  }

  /**
   * A slab that is hardly filled is copied out and used again: large and small pieces by turns must not pin 64 KiB each
   * time.
   */
  private flush(): void {
    if (this.slab === null || this.filled === 0) return;
    const used = this.slab.subarray(0, this.filled);
    const roomy = this.filled < SLAB / 2;
    this.parts.push(roomy ? Buffer.from(used) : used);
    if (!roomy) this.slab = null;
    this.filled = 0;
  }
}
