import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPort, ServerProcess } from '../../src/cli/demo/server-process.js';
import { createAuthority } from '../support/local-authority.js';
import { startMarketplace, type Marketplace } from '../support/marketplace.js';
import { callApi, type Answer } from '../support/roundtrip.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

const ENTRY = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** A server that dies and comes back on the same folder and port, and the world around it that does not. */
export class CrashWorld {
  readonly token = `rt_test_${randomBytes(24).toString('hex')}`;
  private server: ServerProcess | null = null;

  private constructor(
    readonly folder: TempFolder,
    readonly seller: ScriptedSeller,
    readonly marketplace: Marketplace,
    private readonly port: number,
  ) {}

  static async open(): Promise<CrashWorld> {
    if (!existsSync(ENTRY)) throw new Error(`${ENTRY} is missing: run "npm run build" first.`);
    const folder = makeTempFolder('roundtrip-crash-');
    const authority = await createAuthority();
    writeFileSync(folder.join('authority.pem'), authority.caPem);
    const seller = await startSeller(authority);
    return new CrashWorld(folder, seller, await startMarketplace(), await findPort(null));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get databasePath(): string {
    return this.folder.join('data', 'roundtrip.sqlite');
  }

  /** Starts the server, and does not wait until it is ready. */
  spawn(): ServerProcess {
    const { folder, marketplace, port, token } = this;
    this.server = new ServerProcess({
      ...{ entry: ENTRY, port, logPath: folder.join('server.log') },
      env: {
        ...{ ADMIN_TOKEN: token, LOG_FORMAT: 'json', NODE_EXTRA_CA_CERTS: folder.join('authority.pem') },
        DATABASE_URL: `sqlite:${this.databasePath}`,
        STORAGE_URL: `file:${folder.join('data', 'files')}`,
        ...{ ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8,::1/128', MIN_CHECK_INTERVAL_S: '0.1' },
        ...{ MARKETPLACE_WEBHOOK_URL: marketplace.url, MARKETPLACE_WEBHOOK_SECRET: marketplace.secret },
      },
    });
    return this.server;
  }

  async start(): Promise<void> {
    await this.spawn().ready();
  }

  /** SIGKILL; throws where the server had ended by itself before. */
  async kill(): Promise<void> {
    if (!this.server?.running) throw new Error(`The server ended by itself:\n${this.server?.endOfLog()}`);
    await this.server.kill();
  }

  /** SIGTERM; answers whether it went in time. */
  async stop(): Promise<boolean> {
    return (await this.server?.stop()) ?? true;
  }

  call(method: string, path: string, body?: unknown): Promise<Answer> {
    return callApi(this.url, this.token, method, path, body);
  }

  /** Registers a tool at the seller; answers its callback secret. */
  async registerTool(sellerId: string, shortId: string, more: object): Promise<string> {
    const answer = await this.call('POST', '/v1/tools', {
      ...{ seller_id: sellerId, short_id: shortId, name: shortId, job_url: this.seller.url(`/${shortId}/job`) },
      ...{ auth_headers: { 'x-key': 'of-the-crash-test' }, ...more },
    });
    if (answer.status !== 201) throw new Error(`POST /v1/tools answered ${answer.status}: ${answer.text}`);
    return (answer.body as { callback_secret: string }).callback_secret;
  }

  async close(): Promise<void> {
    if (this.server?.running) await this.server.kill();
    await this.seller.close();
    await this.marketplace.close();
    this.folder.remove();
  }
}
