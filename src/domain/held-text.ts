const BLOCK = 4096;
/** From this length on the engine makes a slice a view, which keeps the whole text alive that it was cut from. */
const SHORTEST_VIEW = 13;

/** Gathers a string from pieces of a larger text without keeping that text, or a list of its pieces, in memory. */
export class HeldText {
  private whole = '';
  private latest = '';

  add(piece: string): void {
    this.latest += piece;
    if (this.latest.length >= BLOCK) this.settle();
  }

  /** Of what was gathered so far, in characters. */
  get length(): number {
    return this.whole.length + this.latest.length;
  }

  /** What was gathered; the next string begins empty. */
  take(): string {
    this.settle();
    const { whole } = this;
    this.whole = '';
    return whole;
  }

  private settle(): void {
    this.whole += ownCopy(this.latest);
    this.latest = '';
  }
}

/** The same string in memory of its own. Unpaired surrogates stay as they are. */
export function ownCopy(text: string): string {
  return text.length < SHORTEST_VIEW ? text : Buffer.from(text, 'utf16le').toString('utf16le');
}
