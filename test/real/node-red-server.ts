import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { eventually } from '../support/eventually.js';
import type { LocalAuthority } from '../support/local-authority.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { EXAMPLE_FOLDER } from './example-folder.js';

export interface NodeRedOptions {
  /** Node-RED's `red.js`. */
  readonly program: string;
  readonly port: number;
  readonly authority: LocalAuthority;
  /** The environment variables that the flow reads. */
  readonly env: Readonly<Record<string, string>>;
}

export interface NodeRedAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** The seller's machine: Node-RED as a process of its own, on loopback, over HTTPS, with the example as it is shipped. */
export interface NodeRed {
  readonly port: number;
  /** Everything it wrote to its console. */
  log(): string;
  /** One request to it; a body makes it a POST. */
  call(path: string, options?: { body?: unknown; headers?: Record<string, string> }): Promise<NodeRedAnswer>;
  /** Ends it politely, else by force, and waits until the process is gone. */
  stop(): Promise<void>;
}

const START_WITHIN_MS = 40_000;
const STOP_WITHIN_MS = 8_000;

/** Resolves once the flow answers. */
export async function startNodeRed(options: NodeRedOptions): Promise<NodeRed> {
  const folder = makeTempFolder('roundtrip-node-red-');
  const trusting = new Agent({ connect: { ca: options.authority.caPem } });
  const child = await launch(options, folder);
  let log = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text: Buffer) => (log += text.toString()));
  const nodeRed: NodeRed = {
    port: options.port,
    log: () => log,
    call: (path, request) => call(`https://localhost:${options.port}${path}`, trusting, request),
    stop: async () => {
      await Promise.all([end(child), trusting.close()]);
      folder.remove();
    },
  };
  await answering(nodeRed, child);
  return nodeRed;
}

async function launch({ program, port, authority, env }: NodeRedOptions, folder: TempFolder): Promise<ChildProcess> {
  for (const file of ['flows.json', 'settings.js', 'package.json']) {
    copyFileSync(join(EXAMPLE_FOLDER, file), folder.join(file));
  }
  const { key, cert } = await authority.issue(['localhost', '127.0.0.1']);
  const files = { TLS_KEY_FILE: folder.join('key.pem'), TLS_CERT_FILE: folder.join('cert.pem') };
  writeFileSync(files.TLS_KEY_FILE, key, { mode: 0o600 });
  writeFileSync(files.TLS_CERT_FILE, cert);
  const trust = { NODE_EXTRA_CA_CERTS: folder.join('authority.pem') };
  writeFileSync(trust.NODE_EXTRA_CA_CERTS, authority.caPem);
  return spawn(process.execPath, [program, '--userDir', folder.path], {
    cwd: folder.path,
    env: { PATH: process.env.PATH, HOME: folder.path, PORT: String(port), ...files, ...trust, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The flow's own 401 says that it is there: before, Node-RED answers 404 or nothing. */
async function answering(nodeRed: NodeRed, child: ChildProcess): Promise<void> {
  try {
    await eventually(
      async () => child.exitCode !== null || (await nodeRed.call('/roundtrip/status/none')).status === 401,
      { withinMs: START_WITHIN_MS, every: 100 },
    );
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}.`);
  } catch (cause) {
    await nodeRed.stop();
    throw new Error(`Node-RED did not start. Its log:\n${nodeRed.log()}`, { cause });
  }
}

async function call(
  url: string,
  dispatcher: Agent,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<NodeRedAnswer> {
  const post = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  };
  const answer = await request(url, { dispatcher, ...(body === undefined ? { headers } : post) });
  const text = await answer.body.text();
  return { status: answer.statusCode, body: parse(text) };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { text };
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const force = sleep(STOP_WITHIN_MS, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
  await Promise.race([gone, force.then(() => gone)]);
}
