import type { FilterLiteral, Tested } from './response-filter-operators.js';
import { operatorNamed } from './response-filter-operators.js';
import { at, foundText, listText, pathText, type FilterPath, type Found } from './response-filter-words.js';
import { isJsonObject, type JsonValue } from './strict-json.js';

export { checkResponseFilter, type FilterCheck } from './check-response-filter.js';

/** Operators of one object; all of them count. */
export interface FilterOperators {
  readonly [operator: string]: JsonValue;
}
/** Literals, of which one must be equal; or objects of operators, all of which count. */
export type FilterConditions = readonly FilterLiteral[] | readonly FilterOperators[];
/** Conditions on the fields of an object, all of which count. */
export interface FilterFields {
  readonly [field: string]: FilterConditions | FilterFields;
}

/** The EventFilter language of trigger.dev v2, over an HTTP answer (contract, section 7). As it is saved and shown. */
export interface ResponseFilter {
  readonly status?: FilterConditions;
  /** By header name, in any case. */
  readonly headers?: Readonly<Record<string, FilterConditions>>;
  readonly body?: FilterConditions | FilterFields;
}

export interface FilteredAnswer {
  readonly status: number;
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body, or its text where it is no JSON; undefined where there is none. */
  readonly body: JsonValue | undefined;
}

export type FilterMatch = { readonly matches: true } | { readonly matches: false; readonly why: string };

/** Comparisons that one match may take: a filter and a list, both large and both a stranger's, would hold up everybody. */
const MOST_STEPS = 1_000_000;
const STATUS_TEXT = /^[1-5]\d\d$/;

/** Why something does not match, said only when asked: most entries of a list that do not match are never spoken of. */
type Miss = () => string;
interface Work {
  stepsLeft: number;
  readonly quote: Quote;
}
/** What a sentence may say of a value that was found. */
export type Quote = (value: FilterLiteral | null) => FilterLiteral | null;

/**
 * Holds an answer against a filter that {@link checkResponseFilter} accepted. Never throws, whatever the body.
 *
 * A list in the body: literals are compared with the list as a whole, so none is equal to it (`$includes` looks inside, as in
 * trigger.dev); fields of an object are looked for in each entry, and one entry that has them all is enough. Lists in lists are
 * not opened. Fields of what is neither object nor list are not there to be asked for: such a filter does not match, not even by
 * `$exists: false`. A `status` may be named as a number or as text; text operators see it as text.
 * @returns `why` is one sentence for the first condition that fails: the place, what was found (clipped) and what was wanted. It
 *   may quote the answer, so it is to be scrubbed like one; better by `quote`, before it is clipped.
 */
export function matchFilter(
  filter: ResponseFilter,
  answer: FilteredAnswer,
  quote: Quote = (value) => value,
): FilterMatch {
  const work: Work = { stepsLeft: MOST_STEPS, quote };
  const miss =
    (filter.status && matchStatus(filter.status, answer.status, work)) ??
    (filter.headers && matchHeaders(filter.headers, answer.headers, work)) ??
    (filter.body && matchValue(filter.body, answer.body, at(null, 'body'), work));
  return miss ? { matches: false, why: miss() } : { matches: true };
}

function matchStatus(wanted: FilterConditions, status: number, work: Work): Miss | null {
  const numbers = wanted.map((condition) => {
    if (typeof condition !== 'object') return toStatus(condition) as FilterLiteral;
    const named = Object.entries(condition).map(([name, argument]) => {
      return [name, operatorNamed(name)?.ofText ? argument : toStatus(argument)] as const;
    });
    return Object.fromEntries(named);
  });
  return matchConditions(
    numbers as FilterConditions,
    { found: status, text: String(status) },
    at(null, 'status'),
    work,
  );
}

/** Statuses given as text become numbers, also in a list. */
function toStatus(given: JsonValue): JsonValue {
  if (Array.isArray(given)) return given.map(toStatus);
  return typeof given === 'string' && STATUS_TEXT.test(given) ? Number(given) : given;
}

function matchHeaders(
  wanted: Readonly<Record<string, FilterConditions>>,
  headers: Readonly<Record<string, string>>,
  work: Work,
): Miss | null {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  for (const [name, conditions] of Object.entries(wanted)) {
    const miss = matchValue(conditions, byName.get(name.toLowerCase()), at(at(null, 'headers'), name), work);
    if (miss) return miss;
  }
  return null;
}

function matchValue(wanted: FilterConditions | FilterFields, found: Found, path: FilterPath, work: Work): Miss | null {
  if (isConditions(wanted))
    return matchConditions(wanted, { found, text: typeof found === 'string' ? found : null }, path, work);
  if (Object.keys(wanted).length === 0) return null; // an empty object asks nothing, not even that there is something
  return Array.isArray(found) ? matchEntries(wanted, found, path, work) : matchFields(wanted, found, path, work);
}

/** One entry must have all the fields; what is said of a miss is what the first entry lacks. */
function matchEntries(wanted: FilterFields, entries: JsonValue[], path: FilterPath, work: Work): Miss | null {
  let first: Miss | null = null;
  for (const [i, entry] of entries.entries()) {
    const miss = matchFields(wanted, entry, at(path, i), work);
    if (miss === null) return null;
    first ??= miss;
    if (work.stepsLeft < 0) return miss;
  }
  const told = first;
  if (told === null) return () => `${pathText(path)} is an empty list; wanted an entry that fits.`;
  return () => `No entry of ${pathText(path)} fits (${entries.length} were tried): ${told()}`;
}

function matchFields(wanted: FilterFields, found: Found, path: FilterPath, work: Work): Miss | null {
  const fields = Object.entries(wanted);
  const tooMuch = spend(work, fields.length, path);
  if (tooMuch) return tooMuch;
  if (!isJsonObject(found)) return missed(path, found, 'an object', work);
  for (const [name, conditions] of fields) {
    // Own fields only: a body without "toString" has none, whatever its prototype.
    const value = Object.hasOwn(found, name) ? found[name] : undefined;
    const miss = matchValue(conditions, value, at(path, name), work);
    if (miss) return miss;
  }
  return null;
}

function matchConditions(wanted: FilterConditions, value: Tested, path: FilterPath, work: Work): Miss | null {
  const tooMuch = spend(work, costOf(wanted, value.found), path);
  if (tooMuch) return tooMuch;
  if (!isLiterals(wanted)) return matchOperators(wanted, value, path, work);
  if (wanted.some((literal) => literal === value.found)) return null;
  return missed(path, value.found, () => literalsText(wanted, value.found), work);
}

function matchOperators(wanted: readonly FilterOperators[], value: Tested, path: FilterPath, work: Work): Miss | null {
  for (const operators of wanted) {
    for (const [name, argument] of Object.entries(operators)) {
      const operator = operatorNamed(name);
      if (operator?.test(value, argument) !== true)
        return missed(
          path,
          value.found,
          () => operator?.wants(argument) ?? `what ${name} asks, which is no operator`,
          work,
        );
    }
  }
  return null;
}

/** Comparisons: each value named, with each entry of a list found. */
function costOf(wanted: FilterConditions, found: Found): number {
  if (isLiterals(wanted)) return wanted.length;
  let named = 0;
  for (const operators of wanted) for (const argument of Object.values(operators)) named += size(argument);
  return named * size(found);
}

function size(value: Found): number {
  return Array.isArray(value) ? Math.max(1, value.length) : 1;
}

function isConditions(wanted: FilterConditions | FilterFields): wanted is FilterConditions {
  return Array.isArray(wanted);
}

function isLiterals(wanted: FilterConditions): wanted is readonly FilterLiteral[] {
  return typeof wanted[0] !== 'object';
}

function literalsText(wanted: readonly FilterLiteral[], found: Found): string {
  return `${listText(wanted)}${Array.isArray(found) ? ' (to look inside a list, use $includes)' : ''}`;
}

function missed(path: FilterPath, found: Found, wanted: string | (() => string), { quote }: Work): Miss {
  const said = () => foundText(typeof found === 'object' || found === undefined ? found : quote(found));
  return () => `${pathText(path)} is ${said()}; wanted ${typeof wanted === 'string' ? wanted : wanted()}.`;
}

function spend(work: Work, steps: number, path: FilterPath): Miss | null {
  work.stepsLeft -= steps;
  if (work.stepsLeft >= 0) return null;
  return () => `The answer is too large for this filter: it was given up at ${pathText(path)}.`;
}
