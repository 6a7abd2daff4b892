import type { KitTool } from './kit-tool.js';

/** Where a workflow of n8n listens: production webhooks stand below `/webhook/`, and paths with a parameter below an id of their own. */
export interface N8nPlace {
  readonly jobPath: string;
  readonly statusId: string;
  /** With `:order_id`. */
  readonly statusPath: string;
  readonly jobUrl: string;
  readonly statusUrl: string;
  readonly notes: readonly string[];
}

const JOB = /\/webhook\/(.+)$/;
const STATUS = /\/webhook\/([^/]+)\/(.+)$/;

export function n8nPlace(tool: KitTool): N8nPlace {
  const job = JOB.exec(tool.jobPath)?.[1];
  const status = STATUS.exec(tool.statusPath);
  const own = `roundtrip-${tool.shortId.toLowerCase()}`;
  const canTake = job !== undefined && status !== null;
  const jobPath = canTake ? job : `${own}/job`;
  const statusId = canTake ? status[1]! : own;
  const rest = canTake ? status[2]! : 'status/{order_id}';
  const jobUrl = `${tool.origin}${canTake ? tool.jobPath : `/webhook/${jobPath}`}`;
  const statusUrl = `${tool.origin}${canTake ? tool.statusPath : `/webhook/${statusId}/${rest}`}`;
  return {
    ...{ jobPath, statusId, jobUrl, statusUrl },
    statusPath: rest.replace('{order_id}', ':order_id'),
    notes: [
      ...(canTake
        ? tool.notes
        : [moveTo('job_url', jobUrl, 'takes jobs'), moveTo('status_url', statusUrl, 'answers checks')]),
      ...(canTake ? [] : tool.notes.filter((note) => !/^PATCH (job|status)_url /.test(note))),
      ...headerNotes(tool),
    ],
  };
}

const moveTo = (field: string, url: string, does: string) => `PATCH ${field} to ${url}: there n8n ${does}.`;

/** The header that n8n compares: its credential holds one. */
export function n8nHeader({ secrets }: KitTool): string {
  return Object.keys(secrets.headers)[0] ?? 'x-api-key';
}

function headerNotes(tool: KitTool): string[] {
  const names = Object.keys(tool.secrets.headers);
  if (names.length === 1) return [];
  if (names.length === 0)
    return ['PATCH auth_headers to { "x-api-key": "a long random text" }: n8n lets in who bears that header.'];
  return [`n8n compares one header, ${n8nHeader(tool)}: leave the others out of auth_headers.`];
}
