import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import type { KitWorld } from './kit-world.js';

/** The seller's program, as a process of its own. */
export interface KitProcess {
  /** Everything it wrote to its console. */
  log(): string;
  /** Ends it politely, else by force, and waits until the process is gone. */
  stop(): Promise<void>;
}

export interface KitCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: TempFolder;
  readonly env: Readonly<Record<string, string>>;
}

const STOP_WITHIN_MS = 8_000;

/** A folder that holds a kit as it is downloaded, a certificate for `localhost`, and the authority of both sides. */
export async function sellerFolder(
  { authority }: KitWorld,
  file: string,
  text: string,
): Promise<{ folder: TempFolder; tls: Record<string, string> }> {
  const folder = makeTempFolder('roundtrip-kit-');
  writeFileSync(folder.join(file), text);
  const { key, cert } = await authority.issue(['localhost', '127.0.0.1']);
  writeFileSync(folder.join('key.pem'), key, { mode: 0o600 });
  writeFileSync(folder.join('cert.pem'), cert);
  writeFileSync(folder.join('authority.pem'), authority.caPem);
  const tls = {
    ...{ TLS_KEY_FILE: folder.join('key.pem'), TLS_CERT_FILE: folder.join('cert.pem') },
    ...{ NODE_EXTRA_CA_CERTS: folder.join('authority.pem'), SSL_CERT_FILE: folder.join('authority.pem') },
  };
  return { folder, tls };
}

/** Resolves once the kit's own 401 says that it is there. */
export async function startKit(world: KitWorld, command: KitCommand, withinMs = 20_000): Promise<KitProcess> {
  const { program, args, folder, env } = command;
  const child = spawn(program, args, {
    cwd: folder.path,
    env: { PATH: process.env.PATH, HOME: folder.path, PORT: String(world.port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (log += text.toString()));
  const stop = async () => {
    await end(child);
    folder.remove();
  };
  const answers = async () => [401, 403].includes((await world.status('none', { 'x-api-key': null })).status);
  try {
    await eventually(async () => child.exitCode !== null || (await answers()), { withinMs, every: 100 });
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}.`);
  } catch (cause) {
    await stop();
    throw new Error(`The seller's program did not start. Its log:\n${log}`, { cause });
  }
  return { log: () => log, stop };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const force = sleep(STOP_WITHIN_MS, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
  await Promise.race([gone, force.then(() => gone)]);
}
