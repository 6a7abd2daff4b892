import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { n8nCredentials } from '../../src/kits/n8n-kit.js';
import type { KitTool } from '../../src/kits/kit-tool.js';
import { sellerFolder, startKit, type KitProcess } from '../kits/kit-process.js';
import type { KitWorld } from '../kits/kit-world.js';
import { freePort } from '../../src/cli/free-port.js';
import type { TempFolder } from '../support/temp-folder.js';

const READY_WITHIN_MS = 150_000;

export interface N8nSeller extends KitProcess {
  readonly folder: TempFolder;
}

/** A fresh n8n with the kit imported and published, and the credentials that its seller makes in the editor. */
export async function startN8n(
  world: KitWorld,
  program: string,
  tool: KitTool,
  changed = (workflow: string) => workflow,
): Promise<N8nSeller> {
  const workflow = changed(await world.kit('n8n'));
  const { folder, tls } = await sellerFolder(world, 'workflow.json', workflow);
  writeFileSync(folder.join('credentials.json'), JSON.stringify(credentials(world, tool)), { mode: 0o600 });
  const env = await environment(world, folder, tls);
  const { id } = JSON.parse(workflow) as { id: string };
  for (const args of [
    ['import:credentials', `--input=${folder.join('credentials.json')}`],
    ['import:workflow', `--input=${folder.join('workflow.json')}`],
    ['publish:workflow', `--id=${id}`],
  ])
    await run(program, args, folder, env);
  const command = { program: process.execPath, args: [program, 'start'], folder, env };
  // It says that it is ready some seconds before its webhooks answer anything but 404.
  return { ...(await startKit(world, command, READY_WITHIN_MS)), folder };
}

/** The key is text, and n8n takes it as such. */
function credentials(world: KitWorld, tool: KitTool): object[] {
  const { header, signing, callback } = n8nCredentials(tool);
  const hmacSecret = Buffer.from(world.signingSecret.replace('whsec_', ''), 'base64').toString('utf8');
  const one = (named: object, data: object) => {
    const [[type, { id, name }]] = Object.entries(named) as [[string, { id: string; name: string }]];
    return { id, name, type, data };
  };
  return [
    one(header, { name: 'x-api-key', value: world.apiKey }),
    one(signing, { hmacSecret, signPrivateKey: '' }),
    one(callback, { name: 'x-callback-secret', value: world.callbackSecret }),
  ];
}

async function environment(
  world: KitWorld,
  folder: TempFolder,
  tls: Record<string, string>,
): Promise<Record<string, string>> {
  const quiet = ['DIAGNOSTICS', 'VERSION_NOTIFICATIONS', 'TEMPLATES', 'PERSONALIZATION', 'HIRING_BANNER'];
  return {
    ...tls,
    ...Object.fromEntries(quiet.map((name) => [`N8N_${name}_ENABLED`, 'false'])),
    ...{ N8N_USER_FOLDER: folder.path, N8N_HOST: 'localhost', N8N_LISTEN_ADDRESS: '127.0.0.1' },
    ...{ N8N_PROTOCOL: 'https', N8N_PORT: String(world.port), N8N_RUNNERS_BROKER_PORT: String(await freePort()) },
    ...{ N8N_SSL_KEY: tls['TLS_KEY_FILE']!, N8N_SSL_CERT: tls['TLS_CERT_FILE']! },
  };
}

async function run(program: string, args: string[], folder: TempFolder, env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder.path,
    env: { PATH: process.env.PATH, HOME: folder.path, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (told += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`n8n ${args[0]} ended with ${code}:\n${told}`);
}
