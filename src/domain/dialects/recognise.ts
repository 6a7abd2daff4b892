import { isSellerWord } from '../seller-words.js';
import { ALL_DIALECTS, dialectNamed } from './all-dialects.js';
import { saysAzureWord } from './azure.js';
import type { Dialect, DialectName, ForeignAnswer } from './dialect.js';
import { fieldOf, textIn } from './foreign-values.js';

/** What is known of a tool and an order before an answer is looked at. */
export interface Known {
  /** The tool's `response.dialect`. */
  readonly setting: 'auto' | 'roundtrip' | DialectName;
  /** What the tool's answers were found to be in its first full round. */
  readonly pinned: DialectName | 'roundtrip' | null;
  /** The order's status URL came from a `Location` header, and this monitor has answered 202 before. */
  readonly locationMonitor: boolean;
  /** The order's status URL came from an `Operation-Location` or `Azure-AsyncOperation` header. */
  readonly operationMonitor?: boolean;
}

export type Recognised =
  | { readonly kind: 'ours' }
  | { readonly kind: 'foreign'; readonly dialect: Dialect }
  | { readonly kind: 'ambiguous'; readonly names: readonly DialectName[]; readonly problem: string }
  | { readonly kind: 'unknown' };

/**
 * Whose words an answer is in (contract, section 7). A setting says so without looking. A pin does, too, but for a body in our own
 * words that bears no marks of another system: it stays ours. In `auto`, one system's marks make it theirs, two systems' ambiguous,
 * and none, with one of our words, ours; where the body tells nothing, how its URL was named does.
 */
export function recognise(answer: ForeignAnswer, known: Known): Recognised {
  const { setting, pinned } = known;
  if (setting === 'roundtrip') return { kind: 'ours' };
  if (setting !== 'auto') return foreign(dialectNamed(setting));
  const marked = ALL_DIALECTS.filter((dialect) => dialect.bearsMarks(answer));
  if (marked.length === 0 && isInOurWords(answer)) return { kind: 'ours' };
  if (pinned === 'roundtrip') return { kind: 'ours' };
  if (pinned !== null) return foreign(dialectNamed(pinned));
  const [first, ...others] = marked;
  if (first) return others.length === 0 ? foreign(first) : ambiguous(marked);
  return byItsUrl(answer, known);
}

function byItsUrl(answer: ForeignAnswer, known: Known): Recognised {
  if (known.operationMonitor === true && saysAzureWord(answer)) return foreign(dialectNamed('azure'));
  const isResult = answer.status === 200 || answer.status === 201 || answer.status === 204;
  if (saysWorking(answer)) return { kind: 'unknown' };
  return known.locationMonitor && isResult ? foreign(dialectNamed('location')) : { kind: 'unknown' };
}

const WORKING =
  /^(accepted|busy|creating|in[ _-]?progress|in[ _-]?queue|not[ _-]?started|pending|processing|queued|ready|running|started|starting|submitted|updating|validating|waiting|working)$/i;

/** A body that says in a field of its own that there is more to come is no result, whatever its status code says. */
function saysWorking({ body }: ForeignAnswer): boolean {
  return ['status', 'state'].some((field) => WORKING.test(textIn(body ?? undefined, field) ?? ''));
}

/** One of our three words; or a callback, which says `ok` and names its order. */
function isInOurWords({ body }: ForeignAnswer): boolean {
  if (isSellerWord(fieldOf(body, 'status'))) return true;
  return typeof fieldOf(body, 'ok') === 'boolean' && textIn(body, 'order_id') !== null;
}

function foreign(dialect: Dialect): Recognised {
  return { kind: 'foreign', dialect };
}

function ambiguous(marked: readonly Dialect[]): Recognised {
  const titles = marked.map((dialect) => `${dialect.title} (${dialect.name})`).join(' and as ');
  const problem = `The answer can be read as ${titles}: name one of them in response.dialect.`;
  return { kind: 'ambiguous', names: marked.map((dialect) => dialect.name), problem };
}
