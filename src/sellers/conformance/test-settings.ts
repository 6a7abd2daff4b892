import { sha256 } from '../../domain/digest.js';
import type { JsonObject } from '../../domain/strict-json.js';
import type { ToolRow } from '../../storage/entities/tool.js';

/** By what a test goes; kept with it. */
export interface TestSettings {
  readonly inputs: JsonObject;
  readonly failing_inputs: JsonObject;
  /** How long each test order is waited for, in seconds. */
  readonly patience_s: number;
  readonly good_id: string;
  readonly failing_id: string;
  /** Of what is tested: a tool that was changed meanwhile has no grade of it. */
  readonly tool_digest: string;
}

/** Of everything in a tool that answers depend on. */
export function digestOfTool(row: ToolRow): string {
  const { job_url, status_url, status_batch_url, auth_headers, callback_auth, payload_template, response } = row;
  const { remote_id_at, signing_secret } = row;
  const parts = [job_url, status_url, status_batch_url, auth_headers, callback_auth, payload_template, response];
  return sha256(JSON.stringify([...parts, remote_id_at, signing_secret]));
}
