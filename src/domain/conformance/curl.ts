import type { ProbeName } from './evidence.js';

/** What of a tool stands in a command that repeats a call. */
export interface CurlTool {
  readonly shortId: string;
  readonly jobUrl: string;
  readonly statusUrl: string | null;
  readonly batchUrl: string | null;
  /** Names alone. */
  readonly authHeaders: readonly string[];
  readonly publicUrl: string;
}

const SOME_ORDER = '00000000-0000-4000-8000-000000000000';
const CALLED_WITHOUT_AUTH: ReadonlySet<ProbeName> = new Set(['job_no_auth', 'status_no_auth', 'result_url']);
const WRONG: ReadonlySet<ProbeName> = new Set(['job_wrong_auth', 'status_wrong_auth']);

/** A command that makes the same call; values of headers are named as variables of the shell, and never shown. */
export function curlOf(probe: ProbeName, tool: CurlTool): string | null {
  const [method, url, body] = requestOf(probe, tool);
  if (url === null) return null;
  const headers = CALLED_WITHOUT_AUTH.has(probe)
    ? []
    : tool.authHeaders.map((name) => headerOf(name, WRONG.has(probe)));
  const typed = body === null ? [] : ["-H 'Content-Type: application/json'", `-d ${quoted(body)}`];
  const conditional = probe === 'status_validated' ? [`-H "If-None-Match: $ETAG"`] : [];
  return [
    'curl -i',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...headers,
    ...conditional,
    ...typed,
    quoted(url),
  ].join(' ');
}

function requestOf(probe: ProbeName, tool: CurlTool): ['GET' | 'POST', string | null, string | null] {
  if (probe === 'result_url') return ['GET', null, null];
  if (probe === 'batch') return ['POST', tool.batchUrl, JSON.stringify({ order_ids: [SOME_ORDER] })];
  if (!probe.startsWith('job_')) return ['GET', tool.statusUrl?.replace('{order_id}', SOME_ORDER) ?? null, null];
  const job = {
    ...{ short_id: tool.shortId, order_id: SOME_ORDER, callback_url: `${tool.publicUrl}/api/orders/callback` },
    ...{ ts: 1_767_225_600, is_test: true, inputs: {} },
  };
  return ['POST', tool.jobUrl, JSON.stringify(job)];
}

function headerOf(name: string, isWrong: boolean): string {
  if (isWrong) return `-H ${quoted(`${name}: wrong`)}`;
  return `-H ${quoted(`${name}: `)}"$${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}"`;
}

/** For a POSIX shell; a URL is a stranger's text. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
