import { headerVariables, SIGNING_VARIABLE } from '../domain/header-variables.js';
/** A registered tool as whoever may read its URLs sees it: no value of a header, no secret. */
export interface RegisteredTool {
  readonly short_id: string;
  readonly name: string;
  readonly job_url: string;
  readonly status_url: string | null;
  /** Names, and whatever stands for their values: only the names are read. */
  readonly auth_headers: Readonly<Record<string, unknown>>;
  readonly callback_auth: string;
  readonly payload_template: string | null;
  readonly response: unknown;
}

/** The names of the environment variables or credentials that hold a tool's secrets. */
export interface SecretNames {
  /** Header name → variable. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signing: string;
  /** Null where the callback URL itself lets the seller in (`callback_auth: "url_token"`). */
  readonly callback: string | null;
}

/** What a kit is filled with. */
export interface KitTool {
  readonly shortId: string;
  readonly name: string;
  /** Scheme, host and port of the job URL. */
  readonly origin: string;
  /** Where the kit takes jobs and checks; `{order_id}` stands once in the latter, as a whole segment. */
  readonly jobPath: string;
  readonly statusPath: string;
  readonly secrets: SecretNames;
  /** What the tool's settings lack before the kit works on both roads, as sentences that say what to PATCH. */
  readonly notes: readonly string[];
}

const ORDER_ID = '{order_id}';
/** Segments that mean the same in every framework's routes. */
const PLAIN = /^(\/[A-Za-z0-9_.~-]*)+$/;

/**
 * Works out where the kits of a tool listen. They take over the paths of its URLs, without queries, which may hold secrets; paths with
 * characters that a framework would read as a pattern they replace by their own, and say so.
 */
export function kitTool(tool: RegisteredTool): KitTool {
  const job = new URL(tool.job_url);
  const jobPath = PLAIN.test(job.pathname) ? job.pathname : `/roundtrip/${tool.short_id}`;
  const own = tool.status_url === null ? null : pathOf(tool.status_url);
  const statusPath = own ?? `${jobPath.replace(/\/+$/, '')}/status/${ORDER_ID}`;
  return {
    shortId: tool.short_id,
    name: tool.name,
    origin: job.origin,
    ...{ jobPath, statusPath },
    secrets: secretNames(tool),
    notes: [
      ...(jobPath === job.pathname ? [] : [`PATCH job_url to ${job.origin}${jobPath}: there the kit takes jobs.`]),
      ...(own ? [] : [`PATCH status_url to ${job.origin}${statusPath}: there the kit answers checks.`]),
      ...(tool.payload_template === null
        ? []
        : ['PATCH payload_template to null: the kit reads the body that is sent without one.']),
      ...(tool.response === null ? [] : ["PATCH response to null: the kit answers in Roundtrip's own words."]),
    ],
  };
}

/** Null where the kits cannot listen there. */
function pathOf(statusUrl: string): string | null {
  // The placeholder is no part of a URL until it is filled in.
  const path = new URL(statusUrl.replaceAll('{remote_id}', ORDER_ID).replaceAll(ORDER_ID, 'order-id.of-the-kit'))
    .pathname;
  const segments = path.split('/');
  const isWhole = segments.filter((segment) => segment === 'order-id.of-the-kit').length === 1;
  const filled = path.replace('order-id.of-the-kit', ORDER_ID);
  return isWhole && PLAIN.test(path) && !filled.includes('order-id.of-the-kit') ? filled : null;
}

function secretNames(tool: RegisteredTool): SecretNames {
  const headers = headerVariables(Object.keys(tool.auth_headers));
  const callback = tool.callback_auth === 'secret' ? 'ROUNDTRIP_CALLBACK_SECRET' : null;
  return { headers, signing: SIGNING_VARIABLE, callback };
}
