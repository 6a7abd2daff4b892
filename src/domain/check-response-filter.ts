import type { FieldProblem } from './header-rules.js';
import { MAX_JSON_DEPTH } from './json-shape.js';
import { isLiteral, OPERATOR_NAMES, operatorNamed } from './response-filter-operators.js';
import { at, pathText, type FilterPath } from './response-filter-words.js';
import type { ResponseFilter } from './response-filter.js';

export type FilterCheck =
  | { readonly ok: true; readonly filter: ResponseFilter }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** Most bytes of a filter, as JSON. */
export const MAX_FILTER_BYTES = 65_536;

const MOST_PROBLEMS = 20;
const PARTS = ['status', 'headers', 'body'];
const REFUSED_KEYS = new Set(['__proto__', 'constructor']);
const STATUS = /^[1-5]\d\d$/;

type Place = 'status' | 'headers' | 'body';
type Problems = FieldProblem[];

/**
 * Reads a response filter (contract, section 7) that is to be saved. Refused are: parts other than `status`, `headers` and
 * `body`; unknown operators, arguments of a wrong type, values outside a list, lists that are empty or mix literals and
 * operators, a filter that asks nothing, more than 32 levels, more than 64 KiB.
 * @param field where the filter came from, such as `response_filter`; every problem names its place below that.
 */
export function checkResponseFilter(value: unknown, field: string): FilterCheck {
  const root = at(null, field);
  if (!isPlainObject(value)) return refuse(problem(root, 'Give an object with status, headers or body.'));
  if (isTooDeep(value, 1)) return refuse(problem(root, `The filter is nested deeper than ${MAX_JSON_DEPTH} levels.`));
  const problems = Object.entries(value).flatMap(([name, part]) => checkPart(name, part, at(root, name)));
  if (problems.length > 0) return refuse(problems);
  if (!asksSomething(value))
    return refuse(problem(root, 'The filter asks nothing and would match every answer; name a condition.'));
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_FILTER_BYTES)
    return refuse(problem(root, `The filter is longer than ${MAX_FILTER_BYTES} bytes of JSON; shorten it.`));
  return { ok: true, filter: value };
}

function checkPart(name: string, part: unknown, path: FilterPath): Problems {
  switch (name) {
    case 'status':
      return Array.isArray(part) ? checkConditions(part, path, 'status') : refuseBare(part, path);
    case 'headers':
      return checkHeaders(part, path);
    case 'body':
      return checkValue(part, path);
    default:
      return problem(path, `There is no such part of an answer; a filter has ${PARTS.join(', ')}.`);
  }
}

function checkHeaders(part: unknown, path: FilterPath): Problems {
  if (!isPlainObject(part)) return problem(path, 'Give an object of header names and lists of conditions.');
  const seen = new Set<string>();
  return Object.entries(part).flatMap(([name, conditions]) => {
    const below = at(path, name);
    const before = seen.size;
    if (seen.add(name.toLowerCase()).size === before)
      return problem(below, 'This header is named twice; names do not differ by case.');
    const key = checkKey(name, below);
    if (key.length > 0) return key;
    return Array.isArray(conditions) ? checkConditions(conditions, below, 'headers') : refuseBare(conditions, below);
  });
}

function checkValue(wanted: unknown, path: FilterPath): Problems {
  if (Array.isArray(wanted)) return checkConditions(wanted, path, 'body');
  if (!isPlainObject(wanted)) return refuseBare(wanted, path);
  return Object.entries(wanted).flatMap(([name, below]) => {
    const key = checkKey(name, at(path, name));
    return key.length > 0 ? key : checkValue(below, at(path, name));
  });
}

function checkKey(name: string, path: FilterPath): Problems {
  if (REFUSED_KEYS.has(name)) return problem(path, 'This name is not allowed; leave it out.');
  if (!name.startsWith('$')) return [];
  if (operatorNamed(name) === undefined) return problem(path, noSuchOperator());
  return problem(path, `Operators stand in a list: write [{ "${name}": ... }].`);
}

function checkConditions(list: readonly unknown[], path: FilterPath, place: Place): Problems {
  if (list.length === 0) return problem(path, 'The list is empty; name a value, or leave the field out.');
  const ofOperators = isPlainObject(list[0]);
  return list.flatMap((condition, i) => {
    const below = at(path, i);
    if (ofOperators !== isPlainObject(condition))
      return problem(below, 'A list holds either values or objects of operators, not both.');
    return isPlainObject(condition) ? checkOperators(condition, below, place) : checkLiteral(condition, below, place);
  });
}

function checkLiteral(value: unknown, path: FilterPath, place: Place): Problems {
  if (value === null) return problem(path, 'For null, write { "$isNull": true }.');
  if (!isLiteral(value)) return problem(path, 'A value must be a text, a number, true or false.');
  return fitsPlace(value, place) ? [] : problem(path, sayPlace(place));
}

function checkOperators(operators: Record<string, unknown>, path: FilterPath, place: Place): Problems {
  const named = Object.entries(operators);
  if (named.length === 0) return problem(path, 'The object is empty; name an operator.');
  return named.flatMap(([name, argument]) => {
    const below = at(path, name);
    const operator = operatorNamed(name);
    if (operator === undefined) return problem(below, noSuchOperator());
    if (place === 'headers' && !operator.ofHeaders)
      return problem(below, `${name} cannot be asked of a header, which is always text.`);
    if (!operator.accepts(argument)) return problem(below, `${name} takes ${operator.takes}.`);
    if (name !== '$not' && name !== '$anythingBut') return [];
    const values = Array.isArray(argument) ? argument : [argument];
    return values.every((value) => fitsPlace(value, place)) ? [] : problem(below, sayPlace(place));
  });
}

/** A header is text, and a status one of the codes there are: another value would never be equal. */
function fitsPlace(value: unknown, place: Place): boolean {
  if (place === 'body') return true;
  return place === 'headers' ? typeof value === 'string' : typeof value !== 'boolean' && STATUS.test(String(value));
}

function sayPlace(place: Place): string {
  return place === 'headers' ? 'The value of a header is a text.' : 'A status is a number from 100 to 599.';
}

function noSuchOperator(): string {
  return `There is no such operator; use ${OPERATOR_NAMES.join(', ')}.`;
}

function refuseBare(value: unknown, path: FilterPath): Problems {
  if (isLiteral(value) || value === null) return problem(path, 'Put the value in a list, as in ["done"].');
  return problem(path, 'Give a list of values, or a list of objects of operators.');
}

/** Stops at the limit, so that no depth is too deep to be told. */
function isTooDeep(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth > MAX_JSON_DEPTH || Object.values(value).some((below) => isTooDeep(below, depth + 1));
}

function asksSomething(value: unknown): boolean {
  return Array.isArray(value) || (isPlainObject(value) && Object.values(value).some(asksSomething));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problem(path: FilterPath, message: string): Problems {
  return [{ field: pathText(path), message }];
}

function refuse(problems: Problems): FilterCheck {
  return { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
}
