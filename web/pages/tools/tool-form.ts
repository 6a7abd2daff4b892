import type { Answer, Ask } from '../../../src/client/client.ts';
import { parseUrl } from '../../../src/domain/parse-url.ts';
import type { Tool } from '../../api/client.ts';

export const STRATEGIES = ['sweep', 'fixed', 'exponential', 'learned', 'adaptive'] as const;
export type Strategy = (typeof STRATEGIES)[number];
export const PLAN_FIELDS = ['initial_s', 'interval_s', 'multiplier', 'max_interval_s', 'budget', 'timeout_s'] as const;
export type PlanField = (typeof PLAN_FIELDS)[number];

/** Which fields a strategy has. */
export const FIELDS_OF: Readonly<Record<Strategy, readonly PlanField[]>> = {
  sweep: ['timeout_s'],
  fixed: ['initial_s', 'interval_s', 'timeout_s'],
  exponential: ['initial_s', 'interval_s', 'multiplier', 'max_interval_s', 'timeout_s'],
  learned: ['budget', 'max_interval_s', 'timeout_s'],
  adaptive: [],
};

/** Limits that every strategy has, and that have no field here. */
const LIMITS: readonly string[] = ['max_checks', 'retry', 'wait_s'];

/** A tool as it is typed: all texts, empty where there is nothing. */
export interface ToolForm {
  /** Whether its seller is to be chosen: not by a seller, and not of a tool that has one. */
  asksSeller: boolean;
  seller_id: string;
  short_id: string;
  name: string;
  job_url: string;
  status_url: string;
  status_batch_url: string;
  /** Empty: as they were. */
  headers: { name: string; value: string }[];
  callback_auth: string;
  strategy: Strategy;
  plan: Record<PlanField, string>;
  /** The whole plan, where its strategy has no fields of its own here. */
  planJson: string;
  /** The plan as it was: what of it has no field here goes along, as far as the strategy that is chosen has it. */
  planBefore: Readonly<Record<string, unknown>>;
  deadline_s: string;
  max_concurrency: string;
  mirror_result_url: boolean;
  payload_template: string;
  inputs_schema: string;
  response: string;
  remote_id_at: string;
}

export type NewToolBody = NonNullable<Ask<'/v1/tools', 'post'>['body']>;
export type ToolPatch = NonNullable<Ask<'/v1/tools/{short_id}', 'patch'>['body']>;
export type NewTool = Answer<'/v1/tools', 'post'>;

/** The form of a tool, or of one that is to be. */
export function formOf(tool: Tool | null, asksSeller: boolean): ToolForm {
  const poll = (tool?.poll ?? { strategy: 'sweep' }) as Record<string, unknown>;
  const strategy = STRATEGIES.find((one) => one === poll.strategy) ?? 'sweep';
  return {
    ...{ asksSeller, seller_id: tool?.seller_id ?? '', short_id: tool?.short_id ?? '', name: tool?.name ?? '' },
    ...{ job_url: tool?.job_url ?? '', status_url: tool?.status_url ?? '' },
    ...{ status_batch_url: tool?.status_batch_url ?? '', headers: tool ? [] : [{ name: '', value: '' }] },
    ...{ callback_auth: tool?.callback_auth ?? 'secret', strategy },
    plan: Object.fromEntries(PLAN_FIELDS.map((name) => [name, textOf(poll[name])])) as Record<PlanField, string>,
    planJson: strategy === 'adaptive' ? pretty(poll) : '',
    planBefore: poll,
    ...{ deadline_s: textOf(tool?.deadline_s), max_concurrency: textOf(tool?.max_concurrency) },
    ...{ mirror_result_url: tool?.mirror_result_url ?? false, payload_template: tool?.payload_template ?? '' },
    ...{ inputs_schema: pretty(tool?.inputs_schema), response: pretty(tool?.response) },
    remote_id_at: tool?.remote_id_at ?? '',
  };
}

/** What registers it: fields that are left empty are left out. */
export function newToolOf(form: ToolForm): NewToolBody {
  const body = Object.entries(wholeOf(form)).filter(([, value]) => value !== null);
  return {
    ...(Object.fromEntries(body) as Partial<NewToolBody>),
    ...(form.asksSeller ? { seller_id: form.seller_id } : {}),
    ...(form.short_id === '' ? {} : { short_id: form.short_id }),
    ...{ name: form.name.trim(), job_url: form.job_url.trim(), auth_headers: headersOf(form) },
  };
}

/** Only what was changed since the form was filled; null clears. */
export function patchOf(before: ToolForm, form: ToolForm): ToolPatch {
  const [old, now] = [
    { ...wholeOf(before), ...urlsOf(before) },
    { ...wholeOf(form), ...urlsOf(form) },
  ];
  const changed = Object.entries(now).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name as keyof typeof old]),
  );
  return {
    ...(Object.fromEntries(changed) as ToolPatch),
    ...(form.headers.length > 0 ? { auth_headers: headersOf(form) } : {}),
  };
}

/** Whether a URL leads to another origin than any before: then the headers are needed anew. */
export function movesOrigin(before: ToolForm, form: ToolForm): boolean {
  const origins = ({ job_url, status_url, status_batch_url }: ToolForm) =>
    [job_url, status_url, status_batch_url].flatMap((url) => parseUrl(url.trim())?.origin ?? []);
  const known = new Set(origins(before));
  return origins(form).some((origin) => !known.has(origin));
}

function urlsOf({ name, job_url }: ToolForm) {
  return { name: name.trim(), job_url: job_url.trim() };
}

function wholeOf(form: ToolForm) {
  return {
    ...{ status_url: orNull(form.status_url), status_batch_url: orNull(form.status_batch_url) },
    ...{ callback_auth: form.callback_auth, poll: planOf(form), deadline_s: numberOf(form.deadline_s) },
    ...{ max_concurrency: numberOf(form.max_concurrency), mirror_result_url: form.mirror_result_url },
    ...{ payload_template: form.payload_template === '' ? null : form.payload_template },
    ...{ inputs_schema: jsonOf(form.inputs_schema), response: jsonOf(form.response) },
    remote_id_at: orNull(form.remote_id_at),
  };
}

function planOf({ strategy, plan, planJson, planBefore }: ToolForm): object {
  if (strategy === 'adaptive') return { ...(jsonOf(planJson) ?? {}), strategy };
  const fields = FIELDS_OF[strategy].flatMap((name) => (plan[name].trim() === '' ? [] : [[name, Number(plan[name])]]));
  return { strategy, ...restOf(strategy, planBefore), ...(Object.fromEntries(fields) as object) };
}

/** What every strategy has stays whichever is chosen; the rest belongs to the one that it came with. */
function restOf(strategy: Strategy, before: ToolForm['planBefore']): object {
  const isShown = (name: string) => name === 'strategy' || (FIELDS_OF[strategy] as readonly string[]).includes(name);
  const stays = (name: string) => before.strategy === strategy || LIMITS.includes(name);
  return Object.fromEntries(Object.entries(before).filter(([name]) => !isShown(name) && stays(name)));
}

function headersOf({ headers }: ToolForm): Record<string, string> {
  return Object.fromEntries(headers.map(({ name, value }) => [name, value]));
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

function numberOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

function jsonOf(text: string): object | null {
  return text.trim() === '' ? null : (JSON.parse(text) as object);
}

function textOf(value: unknown): string {
  return typeof value === 'number' ? String(value) : '';
}

function pretty(value: unknown): string {
  return value === null || value === undefined ? '' : JSON.stringify(value, null, 2);
}
