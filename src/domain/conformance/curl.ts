import { headerVariables, SIGNING_VARIABLE } from '../header-variables.js';
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

/** One that never was. */
const SOME_ORDER = '00000000-0000-4000-8000-000000000000';
const OF_NO_ORDER: ReadonlySet<ProbeName> = new Set(['status_unknown', 'status_no_auth', 'status_wrong_auth']);
const CALLED_WITHOUT_AUTH: ReadonlySet<ProbeName> = new Set(['job_no_auth', 'status_no_auth', 'result_url']);
const WRONG: ReadonlySet<ProbeName> = new Set(['job_wrong_auth', 'status_wrong_auth']);
const AN_HOUR_S = 3_600;

/**
 * A command for a POSIX shell that makes the same call, of the test's order where it was about that. Values of headers and secrets are
 * named as variables, as the kits name them, and never shown.
 */
export function curlOf(probe: ProbeName, tool: CurlTool, testOrder: string | null): string | null {
  const [method, url, body] = requestOf(probe, tool, testOrder ?? SOME_ORDER);
  if (url === null) return null;
  const variables = headerVariables(tool.authHeaders);
  const headers = CALLED_WITHOUT_AUTH.has(probe)
    ? []
    : tool.authHeaders.map((name) =>
        WRONG.has(probe) ? `-H ${quoted(`${name}: wrong`)}` : held(name, variables[name]!),
      );
  const call = [
    'curl -i',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...headers,
    ...(probe === 'status_validated' ? [held('If-None-Match', 'ETAG')] : []),
    ...(body === null ? [] : [held('Content-Type', null, 'application/json')]),
    ...proofOf(probe),
    ...(body === null ? [] : ['-d "$BODY"']),
    quoted(url).replace('{remote_id}', `'"$REMOTE_ID"'`),
  ].join(' ');
  if (body === null) return call;
  const twice = probe === 'job_again' ? `for N in 1 2; do ${call}; done` : call;
  return [`BODY=${quoted(body)}`, ...signingOf(probe), twice].join('; ');
}

function requestOf(
  probe: ProbeName,
  tool: CurlTool,
  testOrder: string,
): ['GET' | 'POST', string | null, string | null] {
  if (probe === 'result_url') return ['GET', null, null];
  if (probe === 'batch') return ['POST', tool.batchUrl, JSON.stringify({ order_ids: [testOrder] })];
  const asked = OF_NO_ORDER.has(probe) ? SOME_ORDER : testOrder;
  if (!probe.startsWith('job_')) return ['GET', tool.statusUrl?.replace('{order_id}', asked) ?? null, null];
  const job = {
    ...{ short_id: tool.shortId, order_id: SOME_ORDER, callback_url: `${tool.publicUrl}/api/orders/callback` },
    ...{ ts: 1_767_225_600, is_test: true, inputs: {} },
  };
  return ['POST', tool.jobUrl, JSON.stringify(job)];
}

/** Standard Webhooks by hand: https://www.standardwebhooks.com. */
function signingOf(probe: ProbeName): string[] {
  if (probe === 'job_bad_signature') return ['AT=$(date +%s)', 'SIGNATURE=wrong'];
  if (probe !== 'job_again' && probe !== 'job_old_signature') return [];
  const ago = probe === 'job_old_signature' ? ` - ${AN_HOUR_S}` : '';
  const bytes = `printf %s "\${${SIGNING_VARIABLE}#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n'`;
  const hmac = `openssl dgst -sha256 -mac HMAC -macopt "hexkey:$(${bytes})" -binary | base64`;
  return [`AT=$(($(date +%s)${ago}))`, `SIGNATURE=$(printf %s "msg_again.$AT.$BODY" | ${hmac})`];
}

function proofOf(probe: ProbeName): string[] {
  if (signingOf(probe).length === 0) return [];
  const key = held('Idempotency-Key', null, 'again');
  return [
    key,
    held('webhook-id', null, 'msg_again'),
    held('webhook-timestamp', 'AT'),
    `-H "webhook-signature: v1,$SIGNATURE"`,
  ];
}

/** A header whose value a variable holds, or this one. */
function held(name: string, variable: string | null, value = ''): string {
  return variable === null ? `-H ${quoted(`${name}: ${value}`)}` : `-H ${quoted(`${name}: `)}"$${variable}"`;
}

/** A URL is a stranger's text. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
