import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ServerOptions {
  /** `dist/main.js`. */
  readonly entry: string;
  readonly port: number;
  /** The settings; nothing of our own environment but what a program needs to run. */
  readonly env: Readonly<Record<string, string>>;
  /** Where its log is appended. */
  readonly logPath: string;
  /** Told of each line of its log, which is then written by us. */
  readonly onLine?: (line: string) => void;
  /** Options of node itself. */
  readonly execArgv?: readonly string[];
}

/** The server did not start, or ended by itself; the message holds the end of its log. */
export class ServerProblem extends Error {}

const READY_WITHIN_MS = 60_000;
/** The server promises to be gone 10 s after SIGTERM. */
const GONE_WITHIN_MS = 12_000;
/** Whoever started a server and was killed cannot end it: so it ends when the channel between them breaks. */
const LIFELINE = "data:text/javascript,process.on('disconnect',()=>process.exit(1));process.channel.unref();";
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LD_LIBRARY_PATH'];

/** A Roundtrip server in a process of its own: `node dist/main.js`. */
export class ServerProcess {
  readonly url: string;
  /** Settles when the process has ended, however that came about. */
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;

  constructor(private readonly options: ServerOptions) {
    this.url = `http://127.0.0.1:${options.port}`;
    const log = openSync(options.logPath, 'a');
    const passedOn = Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]]));
    const env = { ...passedOn, HOST: '127.0.0.1', PORT: String(options.port), ...options.env };
    this.child = spawn(process.execPath, [...(options.execArgv ?? []), '--import', LIFELINE, options.entry], {
      env,
      stdio: options.onLine ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', log, log, 'ipc'],
    });
    if (options.onLine) this.listen(options.onLine, log);
    else closeSync(log);
    this.ended = new Promise((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.once('error', () => resolve());
    });
  }

  get logPath(): string {
    return this.options.logPath;
  }

  get running(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Waits until `/readyz` is 200. */
  async ready(withinMs = READY_WITHIN_MS): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!(await this.isReady())) {
      if (!this.running) throw new ServerProblem(`The server ended before it was ready.\n${this.endOfLog()}`);
      if (performance.now() > deadline)
        throw new ServerProblem(`The server was not ready after ${withinMs / 1000} s.\n${this.endOfLog()}`);
      await sleep(20);
    }
  }

  /** Ends it as an operator would; kills it where it does not keep its promise. Answers whether it kept it. */
  async stop(): Promise<boolean> {
    if (this.running) this.child.kill('SIGTERM');
    const gone = await Promise.race([this.ended.then(() => true), sleep(GONE_WITHIN_MS, false, { ref: false })]);
    if (!gone) await this.kill();
    return gone;
  }

  /** SIGKILL: no chance to tidy up. */
  async kill(): Promise<void> {
    if (this.running) this.child.kill('SIGKILL');
    await this.ended;
  }

  endOfLog(lines = 5): string {
    return readFileSync(this.options.logPath, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  private listen(onLine: (line: string) => void, log: number): void {
    this.child.once('close', () => closeSync(log));
    for (const input of [this.child.stdout, this.child.stderr]) {
      if (!input) continue;
      createInterface({ input }).on('line', (line) => {
        writeSync(log, `${line}\n`);
        onLine(line);
      });
    }
  }

  private async isReady(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  }
}

/** `wanted` where nobody listens there, else any port that is free now; null: any. */
export async function findPort(wanted: number | null): Promise<number> {
  return (wanted === null ? null : await tryPort(wanted)) ?? (await tryPort(0)) ?? 0;
}

/** The port, or null where it is taken. */
export function tryPort(port: number): Promise<number | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const found = (server.address() as AddressInfo).port;
      server.close(() => resolve(found));
    });
  });
}
