import type { DialectName } from './dialects/dialect.js';
import { dialectNamed } from './dialects/all-dialects.js';
import { valueAt } from './dialects/json-pointer.js';
import { onSameOrigin } from './dialects/same-origin.js';
import type { Answered } from './exchange.js';
import type { Reading } from './reading.js';
import type { JsonValue } from './strict-json.js';
import { asksByRemoteId, readRemoteId } from './url-rules.js';

/** What the reply to a job says of where it is asked about. */
export interface Foothold {
  readonly statusUrl: string | null;
  /** Which header named it: what is asked at a `Location` may answer with the result itself. */
  readonly monitor: 'location' | 'operation' | null;
  /** Beside an operation's URL, a `Location`: where its result stands once the operation has succeeded. */
  readonly finalUrl: string | null;
  /** The id that the seller gave the order. */
  readonly remoteId: string | null;
  /** Where the result stands, of a job that was done at once. */
  readonly resultUrl: string | null;
  readonly dialect: DialectName | null;
}

export interface FootholdContext {
  /** How the reply is read; its `url` is `job_url`. */
  readonly reading: Reading;
  /** The tool's own; without one, the reply may name one for this order. */
  readonly statusUrl: string | null;
  readonly remoteIdAt: string | null;
}

/** Of a reply that says nothing of where to ask. */
export const NO_FOOTHOLD: Foothold = {
  ...{ statusUrl: null, monitor: null, finalUrl: null, remoteId: null, resultUrl: null, dialect: null },
};

/** Where this order is asked about from now on: what the reply's headers say, then what its body says in the words it is written in. */
export function findFoothold(
  answer: Answered,
  context: FootholdContext,
  dialect: DialectName | null,
): Foothold & { readonly note: string | null } {
  const body = answer.body.json.ok ? answer.body.json.value : null;
  const named = discoverStatusUrl(answer, context);
  const handle = dialect === null ? null : dialectNamed(dialect).handle({ ...answer, body, url: context.reading.url });
  const remoteId = remoteIdOf(body, context.remoteIdAt) ?? readRemoteId(handle?.remoteId);
  const own = context.statusUrl;
  const isLost = own !== null && asksByRemoteId(own) && remoteId === null;
  return {
    ...NO_FOOTHOLD,
    ...{ dialect, remoteId, monitor: named.monitor, finalUrl: named.finalUrl },
    statusUrl: named.statusUrl ?? (own === null ? (handle?.statusUrl ?? null) : null),
    note: isLost ? NO_REMOTE_ID : (named.note ?? handle?.note ?? null),
  };
}

const NO_REMOTE_ID =
  'The reply holds no id that could stand for {remote_id} in status_url: there is nothing to ask by, and the order waits for its callback. Correct remote_id_at.';

function remoteIdOf(body: JsonValue | null, pointer: string | null): string | null {
  return pointer === null || body === null ? null : readRemoteId(valueAt(body, pointer));
}

/** 202 with one of these headers on `job_url`'s origin is where this order is asked about. */
function discoverStatusUrl(answer: Answered, { reading, statusUrl }: FootholdContext): Discovered {
  const { location, 'operation-location': operation, 'azure-asyncoperation': azure } = answer.headers;
  const named = operation ?? azure ?? location;
  if (answer.status !== 202 || statusUrl !== null || named === undefined) return NOTHING;
  const url = onSameOrigin(named, reading.url, 'a status URL');
  if (!url.ok) return { ...NOTHING, note: url.problem };
  const monitor = (operation ?? azure) === undefined ? 'location' : 'operation';
  const final =
    monitor === 'location' || location === undefined
      ? null
      : onSameOrigin(location, reading.url, 'a URL for the result');
  return { statusUrl: url.url, monitor, finalUrl: final?.ok ? final.url : null, note: null };
}

type Discovered = Pick<Foothold, 'statusUrl' | 'monitor' | 'finalUrl'> & { readonly note: string | null };
const NOTHING: Discovered = { statusUrl: null, monitor: null, finalUrl: null, note: null };
