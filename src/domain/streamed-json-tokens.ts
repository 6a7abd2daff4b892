import { jsonParser, type Token } from 'stream-json/core/parser.js';
import { getManyValues, none, type Many } from 'stream-chain/defs.js';

export type { Token } from 'stream-json/core/parser.js';

/** Most characters to push at once: more would hold the event loop for longer, and faults are placed by their piece. */
export const JSON_PIECE = 4096;

/** The library's own type leaves out that `none` ends the text. */
type Parse = (input: string | typeof none) => Many<Token> | typeof none;

const NOTHING: readonly Token[] = [];

/**
 * The tokens of a JSON text (RFC 8259) that arrives in pieces, cut anywhere. Strings, keys and numbers come in chunks
 * between their start and end tokens, so that nothing is held but the last few characters and one word per open level.
 * Nothing else is limited or checked here: neither depth nor keys. Not to be used again once it has answered null.
 */
export class JsonTokens {
  private readonly parse = jsonParser({ packValues: false, streamValues: true }) as Parse;

  /** Takes the next piece, of at most `JSON_PIECE` characters. Null where the text cannot be JSON any more. */
  push(text: string): readonly Token[] | null {
    return this.advance(text);
  }

  /** Says that the text is over. Null where it is not one whole JSON value. */
  end(): readonly Token[] | null {
    return this.advance(none);
  }

  private advance(input: string | typeof none): readonly Token[] | null {
    try {
      const made = this.parse(input);
      return made === none ? NOTHING : getManyValues(made);
    } catch {
      return null; // the library throws for bad syntax, and for nothing else
    }
  }
}
