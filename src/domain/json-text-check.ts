import { JSON_PIECE, JsonTokens, type Token } from './streamed-json-tokens.js';

/** Deepest nesting; the tokens take some bytes for each level. */
const MAX_DEPTH = 100_000;

/**
 * Whether a text too long to be held is JSON (RFC 8259), piece by piece, cut anywhere. Takes and refuses what `JSON.parse`
 * does, except that nesting ends at 100,000 levels; keys may repeat. Memory does not grow with the text.
 */
export class JsonTextCheck {
  private readonly tokens = new JsonTokens();
  private seen = 0; // characters
  private depth = 0;
  private problem: string | null = null;

  /** Takes the next piece of the text, of any length. */
  write(text: string): void {
    for (let at = 0; at < text.length && this.problem === null; at += JSON_PIECE) {
      const piece = text.slice(at, at + JSON_PIECE);
      this.problem = this.judge(this.tokens.push(piece), `something is wrong near character ${this.seen + 1}`);
      this.seen += piece.length;
    }
  }

  /** Says that the text is over; to be called once. Returns what is wrong with it, to follow the name of a field; or null. */
  end(): string | null {
    this.problem ??= this.judge(this.tokens.end(), `it is cut off or wrong at its end, after character ${this.seen}`);
    return this.problem === null ? null : `does not hold valid JSON: ${this.problem}.`;
  }

  private judge(tokens: readonly Token[] | null, otherwise: string): string | null {
    if (tokens === null) return otherwise;
    for (const { name } of tokens) {
      if (name === 'startArray' || name === 'startObject') this.depth++;
      else if (name === 'endArray' || name === 'endObject') this.depth--;
      if (this.depth > MAX_DEPTH) return `it is nested deeper than ${MAX_DEPTH} levels`;
    }
    return null;
  }
}
