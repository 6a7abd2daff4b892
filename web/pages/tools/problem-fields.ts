import type { ToolForm } from './tool-form.ts';
import { FIELDS_OF } from './tool-form.ts';

interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** What the server said of a tool's fields, at the inputs where they were typed; `rest` has no input of its own. */
export interface Placed {
  readonly errors: Readonly<Record<string, string>>;
  readonly rest: readonly FieldProblem[];
}

const FIELDS: ReadonlySet<string> = new Set([
  ...['seller_id', 'short_id', 'name', 'job_url', 'status_url', 'status_batch_url', 'remote_id_at', 'callback_auth'],
  ...['deadline_s', 'max_concurrency', 'payload_template', 'inputs_schema', 'response', 'headers'],
]);

/** `poll.interval_s`, `auth_headers.X-Key`, `response.result_at` are parts of inputs here. */
export function placeProblems(problems: readonly FieldProblem[], form: ToolForm): Placed {
  const errors: Record<string, string> = {};
  const rest: FieldProblem[] = [];
  for (const problem of problems) {
    const path = pathOf(problem.field, form);
    if (path === null) rest.push(problem);
    else errors[path] = errors[path] === undefined ? problem.message : `${errors[path]} ${problem.message}`;
  }
  return { errors, rest };
}

function pathOf(field: string, form: ToolForm): string | null {
  const [first = '', ...parts] = field.split('.');
  if (first === 'poll') return planPath(parts.join('.'), form);
  if (first === 'auth_headers') return headerPath(parts.join('.'), form);
  return FIELDS.has(first) ? first : null;
}

function planPath(part: string, { strategy }: ToolForm): string {
  if (strategy === 'adaptive') return 'planJson';
  return (FIELDS_OF[strategy] as readonly string[]).includes(part) ? `plan.${part}` : 'strategy';
}

function headerPath(name: string, { headers }: ToolForm): string {
  const at = headers.findIndex((header) => header.name === name);
  return at === -1 ? 'headers' : `headers.${at}.name`;
}
