import { tools as words } from '../../words/tools.ts';
import type { ToolForm } from './tool-form.ts';

/** What is wrong with a value, in a sentence without its subject; null where nothing is. The server has the last word. */
type Check = string | null;

const SHORT_ID = /^[A-Za-z0-9_-]{2,64}$/;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Set by each call itself, or about the connection alone (contract, section 3). */
const OURS =
  /^(?:host|content-.*|expect|connection|keep-alive|te|trailer|transfer-encoding|upgrade|proxy-.*|accept|accept-encoding|user-agent|idempotency-key|webhook-.*)$/i;

export function checkHttps(text: string): Check {
  const url = parse(text.replace(/\{(?:order_id|remote_id)\}/g, 'x'));
  if (url?.protocol !== 'https:') return words.checks.https;
  return url.username || url.password ? words.checks.noUser : null;
}

export function checkStatusUrl(text: string): Check {
  if (text.trim() === '') return null;
  const wrong = checkHttps(text);
  if (wrong !== null) return wrong;
  const afterHost = text.replace(/^https:\/\/[^/?#]*/i, '');
  return /\{order_id\}|\{remote_id\}/.test(afterHost) ? null : words.checks.placeholder;
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
  if (!HEADER_NAME.test(name) || OURS.test(name)) return words.checks.header;
  return all.filter((other) => other.toLowerCase() === name.toLowerCase()).length > 1 ? words.checks.headerTwice : null;
}

export function checkHeaderValue(value: string): Check {
  // Latin-1 without controls: what a header can carry.
  return /^[\t\x20-\x7e\xa0-\xff]+$/.test(value) ? null : words.checks.headerValue;
}

/** Every field of the form, as `@mantine/form` asks for it. */
export const toolChecks = {
  seller_id: (value: string, form: ToolForm) => (form.asksSeller && value === '' ? words.checks.required : null),
  short_id: checkShortId,
  name: checkName,
  job_url: checkHttps,
  status_url: checkStatusUrl,
  status_batch_url: (value: string) => (value.trim() === '' ? null : checkHttps(value)),
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
    initial_s: (value: string) => checkNumber(value, 0, 2_592_000),
    interval_s: (value: string, form: ToolForm) =>
      value.trim() === '' && ['fixed', 'exponential'].includes(form.strategy)
        ? words.checks.required
        : checkNumber(value, 0.001, 2_592_000),
    multiplier: (value: string, form: ToolForm) =>
      value.trim() === '' && form.strategy === 'exponential' ? words.checks.required : checkNumber(value, 1, 100),
    max_interval_s: (value: string, form: ToolForm) =>
      value.trim() === '' && form.strategy === 'exponential'
        ? words.checks.required
        : checkNumber(value, 0.001, 2_592_000),
    budget: (value: string) => checkNumber(value, 1, 20),
    timeout_s: (value: string) => checkNumber(value, 0.001, 2_592_000),
  },
  deadline_s: (value: string) => checkNumber(value, 60, 2_592_000),
  max_concurrency: (value: string) => checkNumber(value, 1, 1_000),
  inputs_schema: checkJson,
  response: checkJson,
};

function parse(text: string): URL | null {
  try {
    return new URL(text.trim());
  } catch {
    return null;
  }
}
