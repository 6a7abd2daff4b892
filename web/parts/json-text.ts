/** Deeper than this nothing is indented further: a hundred thousand brackets would else be as many lines of as many spaces. */
const DEEPEST = 32;

/**
 * JSON with a line for each member, every token as it came: reading and writing it again would round long numbers and drop keys
 * that stand twice. What is not JSON comes out with odd line breaks, and nothing is lost.
 */
export function indentJson(text: string): string {
  const pieces: string[] = [];
  let depth = 0;
  let opened = false;
  const line = () => `\n${'  '.repeat(Math.min(depth, DEEPEST))}`;
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      pieces.push(opened ? token : line() + token);
      opened = false;
      continue;
    }
    if (opened) pieces.push(line());
    opened = token === '{' || token === '[';
    if (opened) depth += 1;
    pieces.push(token === ',' ? token + line() : token === ':' ? ': ' : token);
  }
  return pieces.join('');
}

/** Strings whole, also one that never ends; punctuation; everything else but white space. */
const TOKENS = /"(?:[^"\\]|\\[^])*(?:"|\\?$)|[{}[\],:]|[^\s{}[\],:"]+/g;
