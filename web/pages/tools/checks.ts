import { checkAuthHeaders } from '../../../src/domain/header-rules.ts';
import {
  checkAlertUrl as readAlertUrl,
  checkBatchUrl,
  checkJobUrl,
  checkStatusUrl as readStatusUrl,
  type UrlCheck,
} from '../../../src/domain/url-rules.ts';
import { tools as words } from '../../words/tools.ts';
import { FIELDS_OF, movesOrigin, type ToolForm } from './tool-form.ts';

/** What is wrong with a value, in a sentence; null where nothing is. The server has the last word. */
type Check = string | null;

const LONGEST_S = 2_592_000;
const SHORT_ID = /^[A-Za-z0-9_-]{2,64}$/;

/** The server's own rules for URLs; empty is no URL. */
const url =
  (check: (text: unknown) => UrlCheck) =>
  (text: string): Check => {
    const read = check(text.trim());
    return text.trim() === '' || read.ok ? null : read.problem;
  };
export const checkStatusUrl = url(readStatusUrl);
export const checkAlertUrl = url(readAlertUrl);

export function checkRequiredUrl(text: string): Check {
  return text.trim() === '' ? words.checks.required : url(checkJobUrl)(text);
}

export function checkShortId(text: string): Check {
  return text === '' || SHORT_ID.test(text) ? null : words.checks.shortId;
}

export function checkName(text: string): Check {
  const length = [...text.trim()].length;
  return length >= 2 && length <= 60 ? null : words.checks.name;
}

export function checkNumber(text: string, least: number, most: number): Check {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= least && value <= most ? null : words.checks.number(least, most);
}

export function checkWhole(text: string, least: number, most: number): Check {
  const isWhole = text.trim() === '' || Number.isInteger(Number(text));
  return isWhole ? checkNumber(text, least, most) : words.checks.whole;
}

/** More than no seconds, at most the longest deadline. */
function checkSeconds(text: string): Check {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && value > 0 && value <= LONGEST_S ? null : words.checks.seconds(LONGEST_S);
}

export function checkJson(text: string): Check {
  if (text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? null : words.checks.json;
  } catch {
    return words.checks.json;
  }
}

export function checkHeaderName(name: string, all: readonly string[]): Check {
  if (name === '') return words.checks.required;
  const read = checkAuthHeaders({ [name]: 'a value' });
  if (!read.ok) return read.problems[0]?.message ?? null;
  return all.filter((other) => other.toLowerCase() === name.toLowerCase()).length > 1 ? words.checks.headerTwice : null;
}

export function checkHeaderValue(value: string): Check {
  const read = checkAuthHeaders({ 'X-A': value });
  return read.ok ? null : (read.problems[0]?.message ?? null);
}

function checkLongestGap(value: string, { strategy, plan }: ToolForm): Check {
  if (strategy === 'exponential' && value.trim() === '') return words.checks.required;
  const isLess = strategy === 'exponential' && Number(value) < Number(plan.interval_s);
  return checkSeconds(value) ?? (isLess ? words.checks.longestGap : null);
}

const toolChecks = {
  seller_id: (value: string, form: ToolForm) => (form.asksSeller && value === '' ? words.checks.required : null),
  short_id: checkShortId,
  name: checkName,
  job_url: checkRequiredUrl,
  status_url: checkStatusUrl,
  status_batch_url: url(checkBatchUrl),
  headers: {
    name: (value: string, form: ToolForm) =>
      checkHeaderName(
        value,
        form.headers.map(({ name }) => name),
      ),
    value: checkHeaderValue,
  },
  planJson: (value: string, form: ToolForm) =>
    form.strategy !== 'adaptive' ? null : value.trim() === '' ? words.checks.required : checkJson(value),
  plan: {
    initial_s: (value: string) => checkNumber(value, 0, LONGEST_S),
    interval_s: (value: string, form: ToolForm) =>
      value.trim() === '' && ['fixed', 'exponential'].includes(form.strategy)
        ? words.checks.required
        : checkSeconds(value),
    multiplier: (value: string, form: ToolForm) =>
      value.trim() === '' && form.strategy === 'exponential' ? words.checks.required : checkNumber(value, 1, 100),
    max_interval_s: checkLongestGap,
    budget: (value: string) => checkNumber(value, 1, 20),
    timeout_s: (value: string) => checkSeconds(value),
  },
  deadline_s: (value: string) => checkWhole(value, 60, LONGEST_S),
  max_concurrency: (value: string) => checkWhole(value, 1, 1_000),
  inputs_schema: checkJson,
  response: checkJson,
};

/**
 * What is wrong, by the paths of the inputs. Only fields that the chosen strategy has are judged: the others are not sent.
 * @param before the tool as it was; null for a new one, which needs headers.
 */
export function checkTool(form: ToolForm, before: ToolForm | null): Record<string, string> {
  const { headers, plan, ...flat } = toolChecks;
  const found: [path: string, problem: Check][] = [
    ...Object.entries(flat).map(([field, check]): [string, Check] => [
      field,
      (check as (value: unknown, form: ToolForm) => Check)(form[field as keyof ToolForm], form),
    ]),
    ...FIELDS_OF[form.strategy].map((field): [string, Check] => [`plan.${field}`, plan[field](form.plan[field], form)]),
    ...form.headers.flatMap(({ name, value }, i): [string, Check][] => [
      [`headers.${i}.name`, headers.name(name, form)],
      [`headers.${i}.value`, headers.value(value)],
    ]),
    ['headers', checkHeaders(form, before)],
  ];
  return Object.fromEntries(found.filter((one): one is [string, string] => one[1] !== null));
}

/** A tool has some; and they never go by themselves to an origin that their owner did not send them to. */
function checkHeaders(form: ToolForm, before: ToolForm | null): Check {
  if (form.headers.length > 0) return null;
  if (before === null) return words.checks.oneHeader;
  return movesOrigin(before, form) ? words.form.headersAnew : null;
}
