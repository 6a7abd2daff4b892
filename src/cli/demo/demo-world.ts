import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../../../test/support/local-authority.js';
import { RoundtripClient } from '../../client/client.js';
import { Marketplace } from './marketplace.js';
import type { DemoOrder } from './order.js';
import { allSellers } from './sellers/index.js';
import { SellerServer } from './sellers/seller-server.js';
import type { Servers, StartServers } from './servers.js';

const TIMEOUT_MS = 10_000;

export interface DemoWorld {
  readonly servers: Servers;
  readonly sellers: readonly SellerServer[];
  readonly marketplace: Marketplace;
  /** As the marketplace. */
  readonly api: RoundtripClient;
  /** Of the process that answers. */
  readonly logPath: string;
  /** Ends everything and removes the folder. */
  close(): Promise<void>;
}

/** Starts sellers, marketplace and servers, on loopback and in a folder of their own; what did start is ended if something does not. */
export async function openWorld(
  wantedPort: number | null,
  heard: (order: DemoOrder) => void,
  start: StartServers,
): Promise<DemoWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'roundtrip-demo-'));
  const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    return { ...(await startAll({ folder, wantedPort, heard, start }, (end) => closing.push(end))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Wanted {
  readonly folder: string;
  readonly wantedPort: number | null;
  readonly heard: (order: DemoOrder) => void;
  readonly start: StartServers;
}

async function startAll(
  { folder, wantedPort, heard, start }: Wanted,
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
  const servers = await start({ folder, port: wantedPort, env: settings(folder, caPath, marketplace) });
  onClose(() => servers.close());
  const { front, tokenPath } = servers;
  const by = (token: string) => new RoundtripClient({ baseUrl: front.url, token, timeoutMs: TIMEOUT_MS });
  const admin = by(readFileSync(tokenPath, 'utf8').trim());
  for (const seller of sellers) await register(admin, seller);
  const { token } = await admin.post('/v1/tokens', { body: { name: 'Demo marketplace', role: 'marketplace' } });
  return { servers, sellers, marketplace, logPath: front.logPath, api: by(token) };
}

function settings(folder: string, caPath: string, marketplace: Marketplace): Record<string, string> {
  return {
    STORAGE_URL: `file:${join(folder, 'data', 'files')}`,
    // Instead of every 15 minutes.
    SWEEP_CRON: '*/3 * * * * *',
    // Sellers live on this machine, under an authority of our own: a real installation sets neither.
    ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8,::1/128',
    NODE_EXTRA_CA_CERTS: caPath,
    MARKETPLACE_WEBHOOK_URL: marketplace.url,
    MARKETPLACE_WEBHOOK_SECRET: marketplace.secret,
  };
}

async function register(admin: RoundtripClient, server: SellerServer): Promise<void> {
  const { shortId, story } = server.seller;
  const { seller_id } = await admin.post('/v1/sellers', { body: { name: shortId } });
  const auth_headers = { Authorization: server.authorization };
  const name = story.length > 60 ? `${story.slice(0, 59)}…` : story;
  const tool = { seller_id, short_id: shortId, name, ...server.urls, auth_headers };
  server.trust(await admin.post('/v1/tools', { body: tool }));
}
