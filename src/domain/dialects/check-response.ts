import { checkResponseFilter } from '../check-response-filter.js';
import type { FieldProblem } from '../header-rules.js';
import { DIALECTS, isDialectName } from './dialect.js';
import { RESULT_KINDS } from './foreign-result.js';
import { checkPointerPath } from './json-pointer.js';
import type { ResponseMapping, ResponseSetting } from './response-mapping.js';

export type ResponseCheck =
  { readonly ok: true; readonly response: ResponseSetting } | { readonly ok: false; readonly problems: FieldProblem[] };

const FILTERS = ['completed_when', 'failed_when'];
const POINTERS = ['progress_at', 'message_at', 'error_at', 'result_at', 'result_from'];
const FIELDS = [...FILTERS, ...POINTERS, 'result_is'];
const LONGEST_SHOWN_NAME = 60;
const MOST_PROBLEMS = 20;

/**
 * Reads a tool's `response` (contract, section 7) that is to be saved: either `{ dialect }`, or a mapping with `completed_when` and
 * exactly one of `result_at` ("" for the whole body) and `result_from`. `result_is` goes with `result_at`; left out, the value is
 * taken for what it looks like. Unknown fields and null values are refused by name.
 */
export function checkResponse(value: unknown): ResponseCheck {
  if (!isPlainObject(value))
    return refuse([
      { field: 'response', message: 'Give an object with a dialect, or with completed_when and result_at.' },
    ]);
  // What a caller left undefined is not given.
  const given = Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
  if ('dialect' in given) return checkDialect(given);
  const problems = Object.entries(given).flatMap(([name, part]) => checkField(name, part));
  problems.push(...checkTogether(given));
  return problems.length > 0 ? refuse(problems) : { ok: true, response: given as unknown as ResponseMapping };
}

function checkDialect(value: Record<string, unknown>): ResponseCheck {
  const { dialect } = value;
  const others = Object.keys(value).filter((name) => name !== 'dialect');
  if (others.length > 0)
    return refuse(
      others.map((name) => problem(name, 'Where a dialect is named, nothing else can be; give one or the other.')),
    );
  if (dialect === 'auto' || dialect === 'roundtrip' || isDialectName(dialect))
    return { ok: true, response: { dialect } };
  return refuse([
    problem('dialect', `There is no such dialect; use ${['auto', 'roundtrip', ...DIALECTS].join(', ')}.`),
  ]);
}

function checkField(name: string, given: unknown): FieldProblem[] {
  if (FILTERS.includes(name)) return checkFilter(name, given);
  if (POINTERS.includes(name)) {
    const message = checkPointerPath(given);
    return message === null ? [] : [problem(name, message)];
  }
  if (name !== 'result_is')
    return [problem(name, `There is no such field; use dialect alone, or ${FIELDS.join(', ')}.`)];
  if ((RESULT_KINDS as readonly unknown[]).includes(given)) return [];
  return [problem(name, `Must be one of ${RESULT_KINDS.join(', ')}.`)];
}

/** Problems come back named from the filter's own field on. */
function checkFilter(name: string, given: unknown): FieldProblem[] {
  const checked = checkResponseFilter(given, name);
  return checked.ok ? [] : checked.problems.map(({ field, message }) => ({ field: `response.${field}`, message }));
}

/** What is right field by field, and cannot be meant together. */
function checkTogether(value: Record<string, unknown>): FieldProblem[] {
  const has = (name: string): boolean => name in value;
  const problems: FieldProblem[] = [];
  if (!has('completed_when')) problems.push(problem('completed_when', 'Say by which answer the order is completed.'));
  if (!has('result_at') && !has('result_from'))
    problems.push(problem('result_at', 'Say where the result is: result_at ("" for the whole body), or result_from.'));
  if (has('result_at') && has('result_from'))
    problems.push(problem('result_from', 'Give one of result_at and result_from, not both.'));
  if (has('result_is') && has('result_from'))
    problems.push(
      problem('result_is', 'It goes with result_at; what result_from leads to is read by its Content-Type.'),
    );
  return problems;
}

function problem(name: string, message: string): FieldProblem {
  const shown = name.length > LONGEST_SHOWN_NAME ? `${name.slice(0, LONGEST_SHOWN_NAME)}…` : name;
  return { field: `response.${shown}`, message };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(problems: FieldProblem[]): ResponseCheck {
  return { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
}
