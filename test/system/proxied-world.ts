import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Agent, request, type Dispatcher } from 'undici';
import { findPort, ServerProcess } from '../../src/cli/demo/server-process.js';
import { createAuthority } from '../support/local-authority.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { ProxyProcess, type ProxyKind } from './proxy-process.js';

const ENTRY = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const TOKEN = `rt_test_${randomBytes(24).toString('hex')}`;

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** As it is, in place of `body`. */
  readonly raw?: Dispatcher.DispatchOptions['body'];
  /** The address that the client speaks from; 127.0.0.1 unless told otherwise. */
  readonly from?: string;
  /** Without the token of the first admin. */
  readonly anonymous?: boolean;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a test reads out of an answer
type Json = any;

/** The built server behind a proxy, as the outside meets it: `https://localhost:<port>`. */
export class ProxiedWorld {
  private readonly agents = new Map<string, Agent>();

  private constructor(
    private readonly folder: TempFolder,
    private readonly ca: string,
    /** What PUBLIC_URL says. */
    readonly url: string,
    readonly server: ServerProcess,
    readonly proxy: ProxyProcess,
    readonly seller: ScriptedSeller,
  ) {}

  static async open(kind: ProxyKind): Promise<ProxiedWorld> {
    const folder = makeTempFolder();
    const authority = await createAuthority();
    const seller = await startSeller(authority);
    const [port, upstreamPort] = [await findPort(null), await findPort(null)];
    const url = `https://localhost:${port}`;
    writeFileSync(folder.join('authority.pem'), authority.caPem);
    const server = startServer(folder, upstreamPort, url);
    const inner = folder.join('proxy');
    mkdirSync(inner);
    const proxyFolder: TempFolder = { ...folder, path: inner, join: (...parts) => folder.join('proxy', ...parts) };
    const certificate = await authority.issue(['localhost']);
    await server.ready();
    const proxy = await ProxyProcess.start(kind, { folder: proxyFolder, port, upstreamPort, certificate });
    return new ProxiedWorld(folder, authority.caPem, url, server, proxy, seller);
  }

  async close(): Promise<void> {
    for (const agent of this.agents.values()) await agent.destroy();
    await this.proxy.stop();
    await this.server.stop();
    await this.seller.down();
    this.folder.remove();
  }

  /** Asks by https through the proxy, or at any URL; the body of the answer is still to be read. */
  async open(method: Dispatcher.HttpMethod, path: string, asked: Asked = {}): Promise<Dispatcher.ResponseData> {
    const { from = '127.0.0.1', anonymous = false, raw } = asked;
    const json = asked.body === undefined ? null : JSON.stringify(asked.body);
    return request(path.startsWith('http') ? path : this.url + path, {
      method,
      dispatcher: this.agentOf(from),
      headers: {
        ...(anonymous ? {} : { authorization: `Bearer ${TOKEN}` }),
        ...(json === null ? {} : { 'content-type': 'application/json' }),
        ...asked.headers,
      },
      body: raw ?? json,
    });
  }

  /** The same, its JSON read; it must be answered with this status. */
  async call(method: Dispatcher.HttpMethod, path: string, status: number, asked: Asked = {}): Promise<Json> {
    const answer = await this.open(method, path, asked);
    const text = await answer.body.text();
    if (answer.statusCode !== status) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  /** The lines of the server's log with this event. */
  logged(event: string): Record<string, Json>[] {
    const lines = readFileSync(this.folder.join('log'), 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Record<string, Json>).filter((line) => line.event === event);
  }

  /** Bytes in the folder of result files, half ones too. */
  stored(): number {
    const files = this.folder.join('data', 'files');
    const paths = readdirSync(files, { recursive: true, encoding: 'utf8' });
    return paths.map((path) => statSync(`${files}/${path}`)).reduce((sum, at) => sum + (at.isFile() ? at.size : 0), 0);
  }

  private agentOf(from: string): Agent {
    const known = this.agents.get(from);
    if (known) return known;
    const agent = new Agent({ localAddress: from, connect: { ca: this.ca, family: 4 } as object });
    this.agents.set(from, agent);
    return agent;
  }
}

function startServer(folder: TempFolder, port: number, publicUrl: string): ServerProcess {
  return new ServerProcess({
    ...{ entry: ENTRY, port, logPath: folder.join('log') },
    env: {
      ...{ ADMIN_TOKEN: TOKEN, LOG_FORMAT: 'json', LOG_LEVEL: 'debug' },
      ...{ PUBLIC_URL: publicUrl, TRUST_PROXY: '127.0.0.1' },
      ...{ ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8', NODE_EXTRA_CA_CERTS: folder.join('authority.pem') },
      DATABASE_URL: `sqlite:${folder.join('data', 'roundtrip.sqlite')}`,
      STORAGE_URL: `file:${folder.join('data', 'files')}`,
    },
  });
}
