import { endOfString, type JsonFault } from './json-shape.js';

const SPACE = new Set([' ', '\t', '\n', '\r']);
const LITERALS = ['true', 'false', 'null'];
const FOUR_HEX = /^[0-9a-fA-F]{4}$/;

/**
 * Where a text stops being JSON (RFC 8259), for people who have to mend it: `JSON.parse` names no position on Node 20
 * and quotes the text. Only for texts that `JSON.parse` refused and `findRefusedShape` let pass, so recursion ends at its
 * depth limit. Linear time. Null where no fault is found.
 */
export function findSyntaxFault(text: string): JsonFault | null {
  const walk = new SyntaxWalk(text);
  walk.document();
  return walk.fault;
}

/** Recursive descent; each method takes an index and returns the one after what it read, or -1 once `fault` is set. */
class SyntaxWalk {
  fault: JsonFault | null = null;

  constructor(private readonly text: string) {}

  document(): void {
    const end = this.value(0);
    if (end === -1) return;
    const at = this.space(end);
    if (at < this.text.length) this.fail(at, 'Nothing may follow the JSON value; remove what does');
  }

  private value(from: number): number {
    const at = this.space(from);
    const first = this.text[at];
    if (first === '{') return this.members(at, '}');
    if (first === '[') return this.members(at, ']');
    if (first === '"') return this.string(at);
    const literal = LITERALS.find((word) => this.text.startsWith(word, at));
    if (literal !== undefined) return at + literal.length;
    if (first === '-' || isDigit(first)) return this.number(at);
    return this.fail(at, 'A JSON value is expected (an object, array, string, number, true, false or null)');
  }

  /** The members of an object or the elements of an array, from its bracket to the closing one. */
  private members(opening: number, closing: ']' | '}'): number {
    let at = this.space(opening + 1);
    if (this.text[at] === closing) return at + 1;
    for (;;) {
      if (closing === '}') at = this.key(at);
      if (at !== -1) at = this.value(at);
      if (at === -1) return -1;
      at = this.space(at);
      if (this.text[at] === closing) return at + 1;
      if (this.text[at] !== ',') return this.fail(at, `A comma or "${closing}" is expected`);
      at = this.space(at + 1);
    }
  }

  private key(at: number): number {
    if (this.text[at] !== '"') return this.fail(at, 'A key in double quotes is expected');
    const end = this.string(at);
    if (end === -1) return -1;
    const colon = this.space(end);
    return this.text[colon] === ':' ? colon + 1 : this.fail(colon, 'A colon is expected after the key');
  }

  private string(at: number): number {
    const end = endOfString(this.text, at);
    if (end === -1) return this.fail(at, 'A string that begins here never ends; close it with a double quote');
    for (let inner = at + 1; inner < end; inner++) {
      if (this.text.charCodeAt(inner) < 0x20) return this.fail(inner, 'Control characters in a string must be escaped');
      if (this.text[inner] !== '\\') continue;
      const length = escapeLength(this.text, inner);
      if (length === 0) return this.fail(inner, 'A backslash in a string must begin one of the escapes of JSON');
      inner += length - 1;
    }
    return end + 1;
  }

  /** `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`, by hand: the digits may be millions. */
  private number(from: number): number {
    const { text } = this;
    let at = text[from] === '-' ? from + 1 : from;
    at = text[at] === '0' ? at + 1 : this.digits(at);
    if (at !== -1 && text[at] === '.') at = this.digits(at + 1);
    if (at === -1 || (text[at] !== 'e' && text[at] !== 'E')) return at;
    at++;
    return this.digits(text[at] === '+' || text[at] === '-' ? at + 1 : at);
  }

  private digits(from: number): number {
    let at = from;
    while (isDigit(this.text[at])) at++;
    return at > from ? at : this.fail(at, 'A digit is expected');
  }

  private space(from: number): number {
    let at = from;
    while (SPACE.has(this.text[at] ?? '')) at++;
    return at;
  }

  private fail(at: number, problem: string): -1 {
    this.fault = { problem, at };
    return -1;
  }
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

/** Characters in the escape whose backslash is at `at`; 0 where JSON knows no such escape. */
function escapeLength(text: string, at: number): number {
  const kind = text[at + 1] ?? '';
  if (kind === 'u') return FOUR_HEX.test(text.slice(at + 2, at + 6)) ? 6 : 0;
  return '"\\/bfnrt'.includes(kind) ? 2 : 0;
}
