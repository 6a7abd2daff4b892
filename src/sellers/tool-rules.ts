import { checkResponse } from '../domain/dialects/check-response.js';
import { checkPointerPath } from '../domain/dialects/json-pointer.js';
import { checkAuthHeaders } from '../domain/header-rules.js';
import { compileTemplate } from '../domain/payload-template.js';
import { checkPlan, DEFAULT_PLAN } from '../domain/poll-plan.js';
import { Problem, type ProblemDetail } from '../domain/problem.js';
import { checkBatchUrl, checkJobUrl, checkStatusUrl } from '../domain/url-rules.js';
import type { InputsSchemas } from '../orders/inputs-schema.js';
import type { ToolRow } from '../storage/entities/tool.js';
import type { Headers } from './tool-secrets.js';

/** Seconds that an order may take where neither it nor its tool says otherwise. */
export const DEFAULT_DEADLINE_S = 86_400;
/** Calls to one tool at once where the tool says nothing. */
export const DEFAULT_MAX_CONCURRENCY = 10;

/**
 * What may be said of a tool, its types and ranges checked already. Null clears an optional field: it falls back to its default.
 * `auth_headers`, `poll`, `response` and `inputs_schema` are as they came.
 */
export interface ToolFields {
  readonly name?: string;
  readonly job_url?: string;
  readonly status_url?: string | null;
  readonly status_batch_url?: string | null;
  readonly auth_headers?: unknown;
  readonly callback_auth?: ToolRow['callback_auth'] | null;
  readonly payload_template?: string | null;
  readonly poll?: unknown;
  readonly inputs_schema?: unknown;
  readonly deadline_s?: number | null;
  readonly max_concurrency?: number | null;
  readonly mirror_result_url?: boolean | null;
  readonly response?: unknown;
  readonly remote_id_at?: string | null;
}

/** A new tool has these at least. */
export type NewToolFields = ToolFields & Required<Pick<ToolFields, 'name' | 'job_url' | 'auth_headers'>>;

/** The columns that fields become; URLs in canonical form, plan and schema as JSON. Headers are not sealed yet. */
export type ToolColumns = Pick<ToolRow, (typeof FIELDS)[number]>;
export interface CheckedChange {
  readonly columns: Partial<ToolColumns>;
  readonly headers: Headers | null;
}
export interface CheckedTool {
  readonly columns: ToolColumns;
  readonly headers: Headers;
}

/** Reads a tool's `inputs_schema`; the same that inputs are held against later. */
export type SchemaRules = Pick<InputsSchemas, 'check'>;

const FIELDS = [
  'name',
  'job_url',
  'status_url',
  'status_batch_url',
  'callback_auth',
  'payload_template',
  'poll',
  'inputs_schema',
  'deadline_s',
  'max_concurrency',
  'mirror_result_url',
  'response',
  'remote_id_at',
] as const satisfies readonly (keyof ToolFields & keyof ToolRow)[];

const UNSAID = {
  status_url: null,
  status_batch_url: null,
  callback_auth: 'secret',
  payload_template: null,
  poll: JSON.stringify(DEFAULT_PLAN),
  inputs_schema: null,
  deadline_s: DEFAULT_DEADLINE_S,
  max_concurrency: DEFAULT_MAX_CONCURRENCY,
  mirror_result_url: 0,
  response: null,
  remote_id_at: null,
};
type Optional = keyof typeof UNSAID;

type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problems: ProblemDetail[] };
const good = (value: unknown): Read => ({ ok: true, value });
const bad = (field: string, message: string): Read => ({ ok: false, problems: [{ field, message }] });

/** The rules of contract section 3 that need more than a type: URLs, headers, template, plan, schema. All faults are told at once. */
export class ToolRules {
  constructor(private readonly schemas: SchemaRules) {}

  /** Throws 400 that names each field at fault. */
  async check(fields: NewToolFields): Promise<CheckedTool> {
    const { columns, headers } = await this.checkChange(fields);
    if (headers === null) throw Problem.invalid([{ field: 'auth_headers', message: 'is required' }]);
    return { columns: { ...UNSAID, ...columns } as ToolColumns, headers };
  }

  /** The same for a change: fields that are not named stay. */
  async checkChange(fields: ToolFields): Promise<CheckedChange> {
    const problems: ProblemDetail[] = [];
    const columns: Record<string, unknown> = {};
    for (const field of FIELDS) {
      if (fields[field] === undefined) continue;
      const read = await this.read(field, fields[field]);
      if (read.ok) columns[field] = read.value;
      else problems.push(...read.problems);
    }
    const headers = fields.auth_headers === undefined ? null : checkAuthHeaders(fields.auth_headers);
    if (headers?.ok === false) problems.push(...headers.problems);
    if (problems.length > 0) throw Problem.invalid(problems);
    return { columns: columns, headers: headers?.ok ? headers.headers : null };
  }

  private async read(field: (typeof FIELDS)[number], value: unknown): Promise<Read> {
    if (value === null && field in UNSAID) return good(UNSAID[field as Optional]);
    switch (field) {
      case 'job_url':
        return readUrl(field, checkJobUrl(value));
      case 'status_url':
        return readUrl(field, checkStatusUrl(value));
      case 'status_batch_url':
        return readUrl(field, checkBatchUrl(value));
      case 'payload_template':
        return readTemplate(value as string);
      case 'poll':
        return readPlan(value);
      case 'inputs_schema':
        return this.readSchema(value);
      case 'name':
      case 'callback_auth':
      case 'deadline_s':
      case 'max_concurrency':
        return good(value);
      case 'mirror_result_url':
        return good(Number(value));
      case 'response':
        return readResponse(value);
      case 'remote_id_at':
        return readPointer(field, value as string);
    }
  }

  private async readSchema(value: unknown): Promise<Read> {
    const checked = await this.schemas.check(value);
    return checked.ok ? good(JSON.stringify(value)) : bad('inputs_schema', checked.problem);
  }
}

function readUrl(field: string, checked: ReturnType<typeof checkJobUrl>): Read {
  return checked.ok ? good(checked.url) : bad(field, checked.problem);
}

/** The problem's sentence ends with the line and column. */
function readTemplate(text: string): Read {
  const compiled = compileTemplate(text);
  return compiled.ok ? good(text) : bad('payload_template', compiled.problem);
}

function readPlan(value: unknown): Read {
  const checked = checkPlan(value);
  return checked.ok ? good(JSON.stringify(checked.plan)) : { ok: false, problems: checked.problems };
}

function readResponse(value: unknown): Read {
  const checked = checkResponse(value);
  return checked.ok ? good(JSON.stringify(checked.response)) : { ok: false, problems: checked.problems };
}

function readPointer(field: string, text: string): Read {
  const problem = checkPointerPath(text);
  return problem === null ? good(text) : bad(field, problem);
}
