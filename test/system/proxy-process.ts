import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { deployFile } from '../deploy/deploy-files.js';
import { eventually } from '../support/eventually.js';
import type { IssuedCertificate } from '../support/local-authority.js';
import type { TempFolder } from '../support/temp-folder.js';

export interface ProxyNeeds {
  /** For its files; the caller removes it. */
  readonly folder: TempFolder;
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** The server behind it. */
  readonly upstreamPort: number;
  readonly certificate: IssuedCertificate;
}

export type ProxyKind = 'nginx' | 'caddy';

/**
 * nginx or Caddy with the file of `examples/deploy/`, as `https://localhost:<port>`. Nothing of it is changed but its addresses, names
 * and paths.
 */
export class ProxyProcess {
  private readonly child: ChildProcess;

  static async start(kind: ProxyKind, needs: ProxyNeeds): Promise<ProxyProcess> {
    for (const name of ['key', 'cert'] as const) writeFileSync(needs.folder.join(name), needs.certificate[name]);
    const proxy = new ProxyProcess(needs, kind === 'nginx' ? nginx(needs) : caddy(needs));
    try {
      await eventually(() => proxy.listens(), { withinMs: 15_000, every: 50 });
      return proxy;
    } catch (cause) {
      await proxy.stop();
      throw new Error(`${kind} did not start. It said:\n${proxy.said()}`, { cause });
    }
  }

  private constructor(
    private readonly needs: ProxyNeeds,
    command: readonly string[],
  ) {
    const { folder } = needs;
    const out = openSync(folder.join('said.log'), 'a');
    // nginx lets its workers go when it is told to end, and would leave them behind when it is killed.
    this.child = spawn('setpriv', ['--pdeathsig', 'TERM', ...command], {
      env: { PATH: process.env.PATH, HOME: folder.path, XDG_DATA_HOME: folder.path, XDG_CONFIG_HOME: folder.path },
      stdio: ['ignore', out, out],
    });
    closeSync(out);
  }

  /** All that it wrote down, in whatever file. */
  said(): string {
    const logs = readdirSync(this.needs.folder.path).filter((name) => name.endsWith('.log'));
    return logs.map((name) => readFileSync(this.needs.folder.join(name), 'utf8')).join('\n');
  }

  /** Bytes of bodies that lie on its disk now. */
  heldOnDisk(): number {
    const folder = this.needs.folder.join('bodies');
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return paths.map((path) => statSync(`${folder}/${path}`)).reduce((sum, at) => sum + (at.isFile() ? at.size : 0), 0);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
  }

  private async listens(): Promise<boolean> {
    if (this.child.exitCode !== null) return false;
    const socket = connect(this.needs.port, '127.0.0.1');
    return once(socket, 'connect').then(
      () => (socket.destroy(), true),
      () => false,
    );
  }
}

function nginx({ folder, port, upstreamPort }: ProxyNeeds): string[] {
  const site = replaced(deployFile('nginx.conf'), [
    ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
    ['  listen [::]:443 ssl http2;\n', ''],
    ['server 127.0.0.1:3000;', `server 127.0.0.1:${upstreamPort};`],
    ['server_name orders.example.com;', 'server_name localhost;'],
    ['/etc/ssl/orders.example.com.pem', folder.join('cert')],
    ['/etc/ssl/private/orders.example.com.key', folder.join('key')],
    ['/var/log/nginx/roundtrip.log', folder.join('access.log')],
    ['/var/log/nginx/roundtrip.error.log', folder.join('error.log')],
  ]);
  writeFileSync(folder.join('site.conf'), site);
  mkdirSync(folder.join('bodies'));
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const temps = kinds.map((kind) => `${kind}_temp_path ${folder.join('bodies', kind)};`);
  const http = `http { ${temps.join(' ')} include ${folder.join('site.conf')}; }`;
  const whole = `user root; daemon off; worker_processes 1; pid ${folder.join('pid')}; events { } ${http}`;
  writeFileSync(folder.join('nginx.conf'), whole);
  return ['nginx', '-p', folder.path, '-e', folder.join('start.log'), '-c', folder.join('nginx.conf')];
}

function caddy({ folder, port, upstreamPort }: ProxyNeeds): string[] {
  const file = replaced(deployFile('Caddyfile'), [
    // Its redirects would listen on port 80, and its admin on 2019.
    ['\n{\n', `\n{\n\tadmin off\n\tauto_https disable_redirects\n`],
    ['{$PUBLIC_NAME:orders.example.com}', `https://localhost:${port}`],
    ['127.0.0.1:3000', `127.0.0.1:${upstreamPort}`],
    ['# tls /etc/ssl/orders.example.com.pem', `tls ${folder.join('cert')}`],
    ['/etc/ssl/private/orders.example.com.key', `${folder.join('key')}\n\tbind 127.0.0.1`],
  ]);
  writeFileSync(folder.join('Caddyfile'), file);
  mkdirSync(folder.join('bodies'));
  return ['env', `TMPDIR=${folder.join('bodies')}`, 'caddy', 'run', '--config', folder.join('Caddyfile')];
}

/** Each once; a file that has become another is not passed over. */
function replaced(text: string, pairs: readonly (readonly [string, string])[]): string {
  return pairs.reduce((whole, [from, to]) => {
    if (!whole.includes(from)) throw new Error(`The file does not say ${JSON.stringify(from)} any more.`);
    return whole.replace(from, () => to);
  }, text);
}
