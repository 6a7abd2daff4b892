const INDENT = '  ';

/**
 * JSON laid out over lines for reading, its values as they were written: parsed and written again, a number of twenty digits would
 * be another one. Text that is not JSON comes back as it was.
 */
export function indentJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const tokens = text.match(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  let out = '';
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1];
    if (token === '}' || token === ']') depth -= 1;
    const closesEmpty = (token === '}' || token === ']') && (tokens[i - 1] === '{' || tokens[i - 1] === '[');
    if ((token === '}' || token === ']') && !closesEmpty) out += newLine(depth);
    out += token;
    if (token === '{' || token === '[') {
      depth += 1;
      if (next !== '}' && next !== ']') out += newLine(depth);
    } else if (token === ',') out += newLine(depth);
    else if (token === ':') out += ' ';
  }
  return out;
}

function newLine(depth: number): string {
  // Nested a thousand deep it is no use to indent: the line would be all blanks.
  return `\n${INDENT.repeat(Math.min(depth, 40))}`;
}
