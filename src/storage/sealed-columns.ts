import { CLAIM } from './entities/work.js';

/** Seals one value anew; answers it as it was where it is sealed with the current key. Throws `SealError` where no key opens it. */
export type Reseal = (sealed: string, bind: string) => string;

/** One column that holds sealed values. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The table's key, by which it is walked. */
  readonly key: string;
  /** The column whose value stands in what the seals are bound to. */
  readonly named: string;
  /** Rows read and written at once: fewer where one may be a megabyte. */
  readonly atOnce: number;
  /** SQL. Rows that a process has in hand: it may write back what it has read, so they are left until it has done so. */
  readonly held: string | null;
  /** True: a sealed value is the whole text. False: they stand in JSON. */
  readonly isWhole: boolean;
  /** The column's text with each sealed value in it sealed anew. */
  readonly reseal: (text: string, name: string, reseal: Reseal) => string;
}

const MANY = 300;
/** Bodies of requests, a megabyte each at most. */
const FEW = 20;

/**
 * Every column that holds sealed values, and what each of them is bound to: what `npm run rotate-keys` seals anew, in this order.
 * A test holds this list against the code that seals, and against a database that all of it has written.
 */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  ...['auth_headers', 'signing_secret', 'old_signing_secret'].map((column) => whole('tools', 'short_id', column)),
  ...['sealed', 'previous'].map((column) => whole('signing_secrets', 'owner', column)),
  whole('orders', 'order_id', 'status_url'),
  ...['sealed', 'body'].map((column) => whole('poll_requests', 'poll_id', column, FEW)),
  ...['sealed', 'body'].map((column) => whole('call_requests', 'request_id', column, FEW)),
  {
    ...{
      table: 'work',
      column: 'state',
      key: 'work_id',
      named: 'subject',
      atOnce: MANY,
      held: `claim = ${CLAIM.held}`,
    },
    ...{ isWhole: false, reseal: inWork },
  },
];

/** The proofs of the keys come last, by `keepOneProof`: until all else is sealed anew, a start without the previous key is refused. */
export const PROOFS = { table: 'seals', column: 'sealed' } as const;

/** How every sealed text begins. */
export const SEAL_MARK = /v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]/;

function whole(table: string, key: string, column: string, atOnce = MANY): SealedColumn {
  return {
    ...{ table, column, key, named: key, atOnce, held: null, isWhole: true },
    reseal: (text, name, reseal) => reseal(text, `${table}:${name}:${column}`),
  };
}

/** What rows of work remember sealed: of checks where a result stands, of mirrored files where a redirect led. */
interface StateWithSeals {
  readonly resultUrl?: string | null;
  readonly finalUrl?: string | null;
  readonly redirect?: { readonly url: string } | null;
}

function inWork(text: string, orderId: string, reseal: Reseal): string {
  const state = JSON.parse(text) as StateWithSeals;
  const url = (sealed: string) => reseal(sealed, `orders:${orderId}:status_url`);
  const { resultUrl, finalUrl, redirect } = state;
  return JSON.stringify({
    ...state,
    ...(resultUrl && { resultUrl: url(resultUrl) }),
    ...(finalUrl && { finalUrl: url(finalUrl) }),
    ...(redirect && { redirect: { ...redirect, url: reseal(redirect.url, `orders:${orderId}:mirror_url`) } }),
  });
}
