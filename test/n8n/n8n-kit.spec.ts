import { kitTool } from '../../src/kits/kit-tool.js';
import { aTool } from '../kits/a-tool.js';
import { describeKit } from '../kits/kit-promises.js';
import { installN8n } from './install-n8n.js';
import { startN8n } from './n8n-server.js';

const paths = { job: '/webhook/roundtrip-capitals/job', status: '/webhook/roundtrip-capitals/status/{order_id}' };
const at = (path: string) => `https://seller.test${path}`;

describeKit({
  name: 'n8n',
  paths,
  // n8n's own webhooks refuse so.
  refusal: 403,
  refusalOfNoJson: 422,
  // A flow of twenty nodes takes its time.
  checkEvery: 5,
  start: async (world) =>
    startN8n(world, await installN8n(), kitTool(aTool({ job_url: at(paths.job), status_url: at(paths.status) }))),
  startWithinMs: 25 * 60_000,
});
