import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Journey } from '../journeys/journey.js';

const MAIN = fileURLToPath(new URL('../../dist/src/cli/roundtrip/main.js', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** Over those that name the server and the admin's token. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** The built command line in a process of its own, which is told nothing but where the server is and its token. */
export class CommandLine {
  private readonly started: Running[] = [];

  constructor(private readonly journey: Journey) {}

  /** Ends what a test has left running. */
  endAll(): void {
    for (const running of this.started.splice(0)) running.kill();
  }

  /** Runs a command to its end. */
  run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return this.start(args, options).ended;
  }

  /** What `--json` wrote. */
  async json<T = Record<string, unknown>>(...args: string[]): Promise<T> {
    const { out, err } = await this.run([...args, '--json']);
    if (out === '') throw new Error(`Nothing was written, but: ${err}`);
    return JSON.parse(out) as T;
  }

  start(args: readonly string[], options: RunOptions = {}): Running {
    const running = new Running(process.execPath, [MAIN, ...args], this.env(options), options.input);
    this.started.push(running);
    return running;
  }

  /** On a terminal of its own (`script` of util-linux), which has both outputs in one. */
  onTerminal(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const line = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ');
    const env = { ...this.env(options), TERM: 'xterm', SHELL: '/bin/sh' };
    return new Running('script', ['-qec', line, '/dev/null'], env, undefined).ended;
  }

  private env({ env }: RunOptions): Record<string, string> {
    const { url, adminToken } = this.journey.roundtrip;
    return { PATH: process.env['PATH'] ?? '', ROUNDTRIP_URL: url, ROUNDTRIP_TOKEN: adminToken, ...env };
  }
}

/** A command that is under way. */
export class Running {
  readonly said = { out: '', err: '' };
  readonly ended: Promise<Ran>;
  private readonly child: ChildProcess;

  constructor(program: string, args: readonly string[], env: Record<string, string>, input: string | undefined) {
    const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (this.said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (this.said.err += text));
    child.stdin.end(input ?? '');
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, ...this.said }));
    });
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Ctrl-C. */
  interrupt(): void {
    this.child.kill('SIGINT');
  }
}
