import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, IsString, ValidateBy } from 'class-validator';
import { cut, type Found } from '../storage/walk-in-windows.js';
import type { Cursors } from './cursors.js';

/** `?limit=` and `?cursor=` of every list; lists with filters extend it. */
export class PageQuery {
  @IsLimit()
  limit: number = 20;

  @ApiPropertyOptional({ description: '`next_cursor` of the page before.' })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  cursor?: string;
}

/** One page of a list: its items and the cursor of the next page, or null. */
export interface Page<Item> {
  readonly items: Item[];
  readonly next_cursor: string | null;
}

/** Reads one page: `read` is asked for one item more than fits, which tells whether there is a next page. */
export interface PageRead<Item, At> {
  /** The list's name with the filters it was asked with: a cursor counts for this list only. */
  readonly list: string;
  readonly query: PageQuery;
  readonly read: (limit: number, after: At | null) => Promise<Item[]>;
  /** The place of an item in the list, as `read` takes it. */
  readonly at: (item: Item) => At;
}

export function readPage<Item, At>(cursors: Cursors, page: PageRead<Item, At>): Promise<Page<Item>> {
  const find = async (limit: number, after: At | null) => cut(await page.read(limit + 1, after), limit, page.at);
  return readFound(cursors, { list: page.list, query: page.query, find });
}

/** Reads one page of a list that says itself where the next one begins, also after a short page. */
export interface FoundRead<Item, At> extends Pick<PageRead<Item, At>, 'list' | 'query'> {
  readonly find: (limit: number, after: At | null) => Promise<Found<Item, At>>;
}

export async function readFound<Item, At>(cursors: Cursors, page: FoundRead<Item, At>): Promise<Page<Item>> {
  const { limit, cursor } = page.query;
  const after = cursor === undefined ? null : (cursors.decode(page.list, cursor) as At);
  const { rows, next } = await page.find(limit, after);
  return { items: rows, next_cursor: next === null ? null : cursors.encode(page.list, next) };
}

/** The name of a list asked with filters, whatever their order: `listName('orders', { status: 'failed' })`. */
export function listName(name: string, filters: object = {}): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined && value !== null);
  return `${name}?${JSON.stringify(given.sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

/** `?limit=`, 1 to 100; `fallback` is what the documentation names. */
export function IsLimit(fallback = 20): PropertyDecorator {
  const isLimit = (value: unknown) => typeof value === 'number' && value >= 1 && value <= 100;
  return applyDecorators(
    ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: fallback }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : value,
    ),
    ValidateBy({
      name: 'isLimit',
      validator: { validate: isLimit, defaultMessage: () => 'must be a whole number from 1 to 100' },
    }),
  );
}
