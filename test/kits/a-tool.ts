import type { RegisteredTool } from '../../src/kits/kit-tool.js';

/** A tool as it is registered, with what a test says of it. */
export function aTool(fields: Partial<RegisteredTool> = {}): RegisteredTool {
  return {
    ...{ short_id: 'capitals', name: 'Capitals', callback_auth: 'secret', payload_template: null, response: null },
    job_url: 'https://seller.test/roundtrip/job',
    status_url: 'https://seller.test/roundtrip/status/{order_id}',
    auth_headers: { 'x-api-key': '••••' },
    ...fields,
  };
}
