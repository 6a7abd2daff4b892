import { orders as words } from '../../words/orders.ts';
import { readOrdersSearch, type OrdersSearch } from './search.ts';

/** Filters under a name. */
export interface View {
  readonly name: string;
  readonly search: OrdersSearch;
}

const KEY = 'roundtrip-order-views';
export const MOST_VIEWS = 50;
export const MOST_CHARACTERS = 60;

/** Those that everybody has. */
export function builtInViews(now: number): View[] {
  const { all, open, failed, today, tests } = words.views.builtIn;
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  return [
    { name: all, search: {} },
    { name: open, search: { status: 'received,forwarding,processing' } },
    { name: failed, search: { status: 'failed,expired' } },
    { name: today, search: { created_after: midnight.toISOString() } },
    { name: tests, search: { is_test: true } },
  ];
}

/** This browser's own; whatever else stands there is left out. */
export function readViews(storage: Pick<Storage, 'getItem'>): View[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.flatMap(readView).slice(0, MOST_VIEWS) : [];
  } catch {
    return [];
  }
}

/** A view of the same name is replaced. Answers what is kept now; the same as before where there is no room. */
export function keepView(storage: Pick<Storage, 'getItem' | 'setItem'>, view: View): View[] {
  const others = readViews(storage).filter(({ name }) => name !== view.name);
  return others.length >= MOST_VIEWS ? readViews(storage) : write(storage, [...others, ...readView(view)]);
}

export function dropView(storage: Pick<Storage, 'getItem' | 'setItem'>, name: string): View[] {
  return write(
    storage,
    readViews(storage).filter((view) => view.name !== name),
  );
}

/** In its place; a view that had the new name is replaced. A name of nothing changes nothing. */
export function renameView(storage: Pick<Storage, 'getItem' | 'setItem'>, from: string, to: string): View[] {
  const kept = readViews(storage);
  const named = to.trim().slice(0, MOST_CHARACTERS);
  if (named === '' || named === from) return kept;
  const others = kept.filter(({ name }) => name !== named);
  return write(
    storage,
    others.map((view) => (view.name === from ? { ...view, name: named } : view)),
  );
}

function write(storage: Pick<Storage, 'setItem'>, views: View[]): View[] {
  try {
    storage.setItem(KEY, JSON.stringify(views));
  } catch {
    // No room, or none allowed: they last as long as the page.
  }
  return views;
}

function readView(kept: unknown): View[] {
  const { name, search } = (kept ?? {}) as { name?: unknown; search?: unknown };
  if (typeof name !== 'string' || name.trim() === '' || typeof search !== 'object' || search === null) return [];
  return [{ name: name.trim().slice(0, MOST_CHARACTERS), search: readOrdersSearch(search as Record<string, unknown>) }];
}
