import { listText, literalText, type Found } from './response-filter-words.js';

export type FilterLiteral = string | number | boolean;

/** A value under test. `text` is what the operators for text look at: null where the value is none. */
export interface Tested {
  readonly found: Found;
  readonly text: string | null;
}

export interface FilterOperator {
  /** What its argument must be, to end the sentence "$gt takes ...". */
  readonly takes: string;
  /** Whether it can be asked of a header, which is always text. */
  readonly ofHeaders: boolean;
  /** Whether it looks at text only. */
  readonly ofText: boolean;
  accepts(argument: unknown): boolean;
  test(value: Tested, argument: unknown): boolean;
  /** What it asks for, to follow "wanted". */
  wants(argument: unknown): string;
}

type Guard<A> = (argument: unknown) => argument is A;
interface Parts<A> {
  readonly takes: string;
  readonly accepts: Guard<A>;
  readonly test: (value: Tested, argument: A) => boolean;
  readonly wants: (argument: A) => string;
}

/** True for a text, a finite number or a boolean: what a filter may name as it is. */
export function isLiteral(value: unknown): value is FilterLiteral {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

const isText: Guard<string> = (value) => typeof value === 'string';
const isNumber: Guard<number> = (value): value is number => Number.isFinite(value);
const isBoolean: Guard<boolean> = (value) => typeof value === 'boolean';
const isRange: Guard<[number, number]> = (value): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && isNumber(value[0]) && isNumber(value[1]) && value[0] <= value[1];
const isLiterals: Guard<FilterLiteral | FilterLiteral[]> = (value): value is FilterLiteral | FilterLiteral[] =>
  Array.isArray(value) ? value.length > 0 && value.every(isLiteral) : isLiteral(value);

const TEXT = 'a text';
const NUMBER = 'a number';
const LITERAL = 'a text, a number, true or false';

/**
 * The operators of trigger.dev v2's EventFilter. Differences are additions: `$not` and `$anythingBut` are as there, so that
 * `$not` asks for a value (a missing field is not "another value"), and `$anythingBut` does not.
 */
const OPERATORS: ReadonlyMap<string, FilterOperator> = new Map([
  ['$startsWith', ofText((text, start) => text.startsWith(start), 'a text that starts with {}')],
  ['$endsWith', ofText((text, end) => text.endsWith(end), 'a text that ends with {}')],
  ['$ignoreCaseEquals', ofText(equalsIgnoringCase, '{} in any case of letters')],
  ['$exists', ofBoolean((found) => found !== undefined, 'something there', 'nothing there')],
  ['$isNull', ofBoolean((found) => found === null, 'null', 'anything but null')],
  ['$anythingBut', literals()],
  ['$not', literal((found, not) => isOther(found, not), 'another value than')],
  ['$gt', ofNumber((found, limit) => found > limit, 'a number greater than')],
  ['$gte', ofNumber((found, limit) => found >= limit, 'a number of at least')],
  ['$lt', ofNumber((found, limit) => found < limit, 'a number less than')],
  ['$lte', ofNumber((found, limit) => found <= limit, 'a number of at most')],
  ['$between', between()],
  [
    '$includes',
    literal((found, entry) => Array.isArray(found) && found.includes(entry), 'a list that includes', false),
  ],
]);

export const OPERATOR_NAMES: readonly string[] = [...OPERATORS.keys()];

export function operatorNamed(name: string): FilterOperator | undefined {
  return OPERATORS.get(name);
}

function build<A>(parts: Parts<A>, ofHeaders: boolean, ofText = false): FilterOperator {
  const { takes, accepts, test, wants } = parts;
  return {
    ...{ takes, ofHeaders, ofText, accepts },
    test: (value, argument) => accepts(argument) && test(value, argument),
    wants: (argument) => (accepts(argument) ? wants(argument) : takes),
  };
}

/** `words` with the argument in the place of `{}`. */
function ofText(test: (text: string, argument: string) => boolean, words: string): FilterOperator {
  const parts: Parts<string> = {
    ...{ takes: TEXT, accepts: isText, wants: (argument) => words.replace('{}', () => literalText(argument)) },
    test: ({ text }, argument) => text !== null && test(text, argument),
  };
  return build(parts, true, true);
}

function ofNumber(test: (found: number, limit: number) => boolean, words: string): FilterOperator {
  const parts: Parts<number> = {
    ...{ takes: NUMBER, accepts: isNumber, wants: (limit) => `${words} ${limit}` },
    test: ({ found }, limit) => typeof found === 'number' && test(found, limit),
  };
  return build(parts, false);
}

function ofBoolean(test: (found: Found) => boolean, yes: string, no: string): FilterOperator {
  const parts: Parts<boolean> = {
    ...{ takes: 'true or false', accepts: isBoolean, wants: (wanted) => (wanted ? yes : no) },
    test: ({ found }, wanted) => test(found) === wanted,
  };
  return build(parts, true);
}

function literal(test: (found: Found, it: FilterLiteral) => boolean, words: string, ofHeaders = true): FilterOperator {
  const parts: Parts<FilterLiteral> = {
    ...{ takes: LITERAL, accepts: isLiteral, wants: (it) => `${words} ${literalText(it)}` },
    test: ({ found }, it) => test(found, it),
  };
  return build(parts, ofHeaders);
}

function literals(): FilterOperator {
  const all = (named: FilterLiteral | FilterLiteral[]): FilterLiteral[] => (Array.isArray(named) ? named : [named]);
  const parts: Parts<FilterLiteral | FilterLiteral[]> = {
    ...{ takes: `${LITERAL}, or a list of them`, accepts: isLiterals },
    test: ({ found }, named) => !all(named).some((it) => it === found),
    wants: (named) => `anything but ${listText(all(named))}`,
  };
  return build(parts, true);
}

function between(): FilterOperator {
  const parts: Parts<[number, number]> = {
    ...{ takes: 'a list of two numbers, the smaller one first', accepts: isRange },
    test: ({ found }, [low, high]) => typeof found === 'number' && found >= low && found <= high,
    wants: ([low, high]) => `a number from ${low} to ${high}`,
  };
  return build(parts, false);
}

/** A list is another value while the literal is not in it; null, objects and what is missing are no values here. */
function isOther(found: Found, not: FilterLiteral): boolean {
  return Array.isArray(found) ? !found.includes(not) : isLiteral(found) && found !== not;
}

function equalsIgnoringCase(text: string, wanted: string): boolean {
  // Lower-casing makes a text at most three times as long and never shorter: a megabyte is not copied to find it unequal.
  return text.length <= wanted.length * 3 && text.toLowerCase() === wanted.toLowerCase();
}
