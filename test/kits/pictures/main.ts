import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { kitTool } from '../../../src/kits/kit-tool.js';
import { Kits } from '../../../src/kits/kits.js';
import { n8nCredentials } from '../../../src/kits/n8n-kit.js';
import { installN8n } from '../../n8n/install-n8n.js';
import { EXAMPLE_FOLDER } from '../../real/example-folder.js';
import { installNodeRed } from '../../real/install-node-red.js';
import { freePort } from '../../../src/cli/free-port.js';
import { makeTempFolder } from '../../support/temp-folder.js';
import { CHROMIUM_FLAGS, findChromium } from '../../web/find-browser.mjs';
import { aTool } from '../a-tool.js';
import { runProgram, whileItRuns } from './a-program.js';

const FOLDER = 'docs/images/sellers';
const VIEW = { width: 1400, height: 760 };
const CAPITALS = { name: 'Capitals', short_id: 'capitals' };
const at = (path: string) => `https://seller.example${path}`;
const OF_N8N = {
  job_url: at('/webhook/roundtrip-capitals/job'),
  status_url: at('/webhook/roundtrip-capitals/status/{order_id}'),
};

/** Pictures of the kits in the real editors: `npm run screenshots:sellers`. */
async function takePictures(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_FLAGS] });
  try {
    await takeNodeRed(browser);
    await takeN8n(browser);
  } finally {
    await browser.close();
  }
}

async function takeNodeRed(browser: Browser): Promise<void> {
  const { program } = await installNodeRed();
  const folder = makeTempFolder('roundtrip-pictures-');
  for (const file of ['settings.js', 'package.json']) copyFileSync(join(EXAMPLE_FOLDER, file), folder.join(file));
  writeFileSync(folder.join('flows.json'), new Kits().render(aTool(CAPITALS), 'node-red').text);
  const port = await freePort();
  const server = { script: program, args: ['--userDir', folder.path], folder, env: { PORT: String(port) } };
  const editor = `http://127.0.0.1:${port}/editor/`;
  await whileItRuns(server, editor, async () => {
    const page = await open(browser, editor);
    await page.locator('.red-ui-flow-node').first().waitFor();
    await page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' });
    // Room for the flow: without the palette and the sidebar.
    for (const keys of ['Control+p', 'Control+Space']) await page.keyboard.press(keys);
    await save(page, 'node-red');
    await page.getByText('Make the result (your work)').first().dblclick({ force: true });
    await page.locator('.monaco-editor:visible').first().waitFor();
    await save(page, 'node-red-work');
  });
}

async function takeN8n(browser: Browser): Promise<void> {
  const script = await installN8n();
  const folder = makeTempFolder('roundtrip-pictures-');
  const tool = aTool({ ...CAPITALS, ...OF_N8N });
  const { text } = new Kits().render(tool, 'n8n');
  const credentials = Object.values(n8nCredentials(kitTool(tool))).map((named: object) => {
    const [[type, { id, name }]] = Object.entries(named) as [[string, { id: string; name: string }]];
    return { id, name, type, data: {} };
  });
  writeFileSync(folder.join('workflow.json'), text);
  writeFileSync(folder.join('credentials.json'), JSON.stringify(credentials));
  const port = await freePort();
  const env = {
    ...{ N8N_USER_FOLDER: folder.path, N8N_PORT: String(port), N8N_LISTEN_ADDRESS: '127.0.0.1' },
    ...{ N8N_RUNNERS_BROKER_PORT: String(await freePort()), N8N_DIAGNOSTICS_ENABLED: 'false' },
    ...{ N8N_VERSION_NOTIFICATIONS_ENABLED: 'false', N8N_PERSONALIZATION_ENABLED: 'false', N8N_SECURE_COOKIE: 'false' },
  };
  for (const what of ['credentials', 'workflow'])
    await runProgram({ script, args: [`import:${what}`, `--input=${folder.join(`${what}.json`)}`], folder, env });
  const home = `http://127.0.0.1:${port}`;
  const { id } = JSON.parse(text) as { id: string };
  // Its editor comes some seconds behind the server, which says that it is ready without it.
  await whileItRuns({ script, args: ['start'], folder, env }, `${home}/setup`, async () => {
    const page = await open(browser, `${home}/setup`);
    const owner = { email: 'seller@example.com', firstName: 'A', lastName: 'Seller', password: 'A-seller-2026' };
    for (const [name, text] of Object.entries(owner)) await page.locator(`input[name="${name}"]`).fill(text);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/setup'));
    await page.goto(`${home}/workflow/${id}`);
    await page.locator('.vue-flow__node').first().waitFor({ timeout: 40_000 });
    await page.keyboard.press('1');
    await save(page, 'n8n');
  });
}

async function open(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: VIEW, reducedMotion: 'reduce' });
  await page.goto(url);
  return page;
}

/** Once nothing moves any more: two pictures in a row are the same. */
async function save(page: Page, name: string): Promise<void> {
  let before = await page.screenshot();
  for (let n = 0; n < 20; n++) {
    await page.waitForTimeout(500);
    const now = await page.screenshot();
    const isStill = now.equals(before);
    before = now;
    if (isStill) break;
  }
  writeFileSync(join(FOLDER, `${name}.png`), before);
}

await takePictures();
