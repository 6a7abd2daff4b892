import type { Knob } from './knob.js';
import { knobChapters } from './knobs.js';

const head = `# Settings

<!-- Made by src/settings/print-settings.ts from the tables in src/settings/. Do not edit. -->

Every setting is an environment variable, has a default, and is checked at the start: a wrong one stops the server before it listens,
with one line that names it. An empty variable counts as not set. Lists are separated by commas.
\`NODE_EXTRA_CA_CERTS\` (of Node itself) adds trusted certificate authorities.
`;

const columns = ['Name', 'Type', 'Default', 'Meaning'] as const;

/** `docs/settings.md`, laid out as prettier lays it out. */
export function settingsPage(): string {
  const chapters = knobChapters.map(({ title, knobs }) => `\n## ${title}\n\n${table(Object.values(knobs).map(cells))}`);
  return head + chapters.join('');
}

function cells(knob: Knob<unknown>): string[] {
  const fallback = knob.defaultWords ?? (knob.fallback ? code(knob.fallback) : 'none');
  return [code(knob.name), escapeCell(knob.type), fallback, escapeCell(knob.sentence)];
}

function table(rows: string[][]): string {
  const widths = columns.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |\n`;
  return line(columns) + line(widths.map((width) => '-'.repeat(width))) + rows.map(line).join('');
}

function code(text: string): string {
  return `\`${text.replace(/\|/g, '\\|')}\``;
}

/** A bar would end the cell; stars and angle brackets would be markup. */
function escapeCell(text: string): string {
  return text.replace(/[|*<]/g, '\\$&');
}
