import { kitTool } from '../../src/kits/kit-tool.js';
import { aTool } from '../kits/a-tool.js';
import { describeMistakes } from '../kits/kit-mistakes.js';
import type { KitWorld } from '../kits/kit-world.js';
import { describeKit } from '../kits/kit-promises.js';
import { installN8n } from './install-n8n.js';
import { startN8n } from './n8n-server.js';

const paths = { job: '/webhook/roundtrip-capitals/job', status: '/webhook/roundtrip-capitals/status/{order_id}' };
const at = (path: string) => `https://seller.test${path}`;

const START_WITHIN_MS = 25 * 60_000;

async function start(world: KitWorld, changed?: (workflow: string) => string) {
  const tool = kitTool(aTool({ job_url: at(paths.job), status_url: at(paths.status) }));
  return startN8n(world, await installN8n(), tool, changed);
}

describeKit({
  name: 'n8n',
  paths,
  // n8n's own webhooks refuse so.
  refusal: 403,
  refusalOfNoJson: 422,
  // A flow of twenty nodes takes its time.
  checkEvery: 5,
  start: (world) => start(world),
  startWithinMs: START_WITHIN_MS,
});

/** Work that gets it wrong, as the order asks; in a workflow's JSON there are no other quotes. */
const MISTAKES =
  'if (inputs.mistake) return [{ json: { nothing: {}, unreadable: { result_text: 7 } }[inputs.mistake] }];';

describeMistakes(
  'n8n',
  (world) => start(world, (workflow) => workflow.replace('const text = typeof', `${MISTAKES} const text = typeof`)),
  { paths, mistakes: ['nothing', 'unreadable'], startWithinMs: START_WITHIN_MS },
);
