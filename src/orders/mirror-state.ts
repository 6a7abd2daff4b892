import { hostedFiles, type HostedFile } from '../domain/hosted-files.js';
import type { StoredResult } from '../domain/result.js';
import type { OrderReading } from '../storage/order-store.js';
import type { KnownTries } from './tried-time.js';

/** What the row of work that mirrors a result remembers between calls. */
export interface MirrorState extends KnownTries {
  /** The number of the file under way; those before it are kept, or given up. */
  readonly n: number;
  /** Calls made for this order's files so far. */
  readonly calls: number;
  /** Times that this file was asked for from its first URL on. */
  readonly tries: number;
  /** Where the last answer led: the URL, sealed, since signed URLs are secrets; how many redirects that makes, and when it came. */
  readonly redirect: { readonly url: string; readonly count: number; readonly at: number } | null;
}

export function newMirror(n: number, calls: number): MirrorState {
  return { n, calls, tries: 0, redirect: null };
}

/** The file that is to be mirrored, or null where the order has gone on without us: erased, or the file is kept already. */
export function hostedFileOf(order: OrderReading, run: number, n: number): HostedFile | null {
  if (order.status !== 'completed' || order.run !== run || order.result === null) return null;
  return hostedFiles(JSON.parse(order.result) as StoredResult).find((file) => file.n === n) ?? null;
}
