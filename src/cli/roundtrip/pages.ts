import type { Command } from 'commander';
import { wholeNumber } from './act.js';

/** Most things that one page of the API holds. */
const PAGE = 100;

export interface PageWishes {
  readonly limit: number;
  readonly all?: boolean;
  readonly cursor?: string;
}

/** The options of every list. */
export function withPages(command: Command): Command {
  return command
    .option('--limit <n>', 'how many to show', wholeNumber('--limit', 1), 20)
    .option('--all', 'show all there are')
    .option('--cursor <cursor>', 'go on where a list ended: its next_cursor');
}

type Listed<Name extends string, Item> = { readonly [name in Name]: Item[] } & { readonly next_cursor: string | null };

/** Reads as many pages as were asked for, as the one answer that the API would give. */
export async function readPages<Name extends string, Item>(
  name: Name,
  { limit, all, cursor }: PageWishes,
  read: (page: { limit: number; cursor?: string }) => Promise<Listed<Name, Item>>,
): Promise<{ items: Item[]; document: object; next: string | null }> {
  const items: Item[] = [];
  let next = cursor ?? null;
  do {
    const wanted = all ? PAGE : Math.min(PAGE, limit - items.length);
    const page = await read({ limit: wanted, ...(next === null ? {} : { cursor: next }) });
    items.push(...page[name]);
    next = page.next_cursor;
  } while (next !== null && (all || items.length < limit));
  return { items, document: { [name]: items, next_cursor: next }, next };
}

/** The line below a list that has more. */
export function moreText(next: string | null): string {
  return next === null ? '' : `There are more: add --all, or --cursor ${next}\n`;
}
