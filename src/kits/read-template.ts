import { readFileSync } from 'node:fs';

/** A file of `templates/`, beside this one in `src/` as in `dist/src/`. */
export function readTemplate(name: string): string {
  return readFileSync(new URL(`templates/${name}`, import.meta.url), 'utf8');
}

/**
 * Puts values in the places that words mark. A value is put in as it is, whatever it holds: it is never read for further words.
 */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  const words = new RegExp(Object.keys(values).join('|'), 'g');
  return template.replace(words, (word) => values[word] ?? word);
}
