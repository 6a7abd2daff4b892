import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAuthority } from '../../../test/support/local-authority.js';
import { Api } from './api.js';
import { Marketplace } from './marketplace.js';
import type { DemoOrder } from './order.js';
import { allSellers } from './sellers/index.js';
import { SellerServer } from './sellers/seller-server.js';
import { findPort, ServerProblem, ServerProcess, tryPort } from './server-process.js';

const DEFAULT_PORT = 3000;

export interface DemoWorld {
  readonly server: ServerProcess;
  readonly sellers: readonly SellerServer[];
  readonly marketplace: Marketplace;
  /** As the marketplace. */
  readonly api: Api;
  readonly tokenPath: string;
  readonly logPath: string;
  /** Ends everything and removes the folder. */
  close(): Promise<void>;
}

/** Starts sellers, marketplace and server, on loopback and in a folder of their own; what did start is ended if something does not. */
export async function openWorld(wantedPort: number | null, heard: (order: DemoOrder) => void): Promise<DemoWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'roundtrip-demo-'));
  const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    return { ...(await startAll(folder, wantedPort, heard, (end) => closing.push(end))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startAll(
  folder: string,
  wantedPort: number | null,
  heard: (order: DemoOrder) => void,
  onClose: (end: () => unknown) => void,
): Promise<Omit<DemoWorld, 'close'>> {
  const authority = await createAuthority('Roundtrip demo authority');
  const caPath = join(folder, 'authority.pem');
  writeFileSync(caPath, authority.caPem);
  const sellers: SellerServer[] = [];
  for (const seller of allSellers()) {
    const server = new SellerServer(seller, await authority.issue(['localhost', '127.0.0.1']));
    await server.listen();
    onClose(() => server.close());
    sellers.push(server);
  }
  const marketplace = new Marketplace(heard);
  await marketplace.listen();
  onClose(() => marketplace.close());
  const logPath = join(folder, 'server.log');
  const server = new ServerProcess({
    ...{ entry: fileURLToPath(new URL('../../../main.js', import.meta.url)), logPath },
    port: await choosePort(wantedPort),
    env: settings(folder, caPath, marketplace),
  });
  onClose(() => server.stop());
  await server.ready();
  const tokenPath = join(folder, 'data', 'admin-token');
  const admin = new Api(server.url, readFileSync(tokenPath, 'utf8').trim());
  for (const seller of sellers) await register(admin, seller);
  const { token } = await admin.createToken('Demo marketplace', 'marketplace');
  return { server, sellers, marketplace, tokenPath, logPath, api: new Api(server.url, token) };
}

function settings(folder: string, caPath: string, marketplace: Marketplace): Record<string, string> {
  return {
    DATABASE_URL: `sqlite:${join(folder, 'data', 'roundtrip.sqlite')}`,
    STORAGE_URL: `file:${join(folder, 'data', 'files')}`,
    // Instead of every 15 minutes.
    SWEEP_CRON: '*/3 * * * * *',
    // Sellers live on this machine, under an authority of our own: a real installation sets neither.
    ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8,::1/128',
    NODE_EXTRA_CA_CERTS: caPath,
    MARKETPLACE_WEBHOOK_URL: marketplace.url,
    MARKETPLACE_WEBHOOK_SECRET: marketplace.secret,
    LOG_FORMAT: 'json',
  };
}

async function choosePort(wanted: number | null): Promise<number> {
  if (wanted === null) return findPort(DEFAULT_PORT);
  const port = await tryPort(wanted);
  if (port === null) throw new ServerProblem(`Port ${wanted} is taken: stop what listens there, or name another.`);
  return port;
}

async function register(admin: Api, server: SellerServer): Promise<void> {
  const { shortId, story } = server.seller;
  const { seller_id } = await admin.createSeller(shortId);
  const auth_headers = { Authorization: server.authorization };
  const name = story.slice(0, 60);
  server.trust(await admin.createTool({ seller_id, short_id: shortId, name, ...server.urls, auth_headers }));
}
