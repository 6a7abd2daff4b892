import 'reflect-metadata';
import { makeRooms } from './dist/src/composition/make-rooms.js';
import { openStorage } from './dist/src/composition/open-storage.js';
import { loadSettings } from './dist/src/settings/load-settings.js';
import { LogEvents } from './dist/src/telemetry/log-events.js';
import { createLogger } from './dist/src/telemetry/logger.js';
import { systemClock } from './dist/src/domain/clock.js';
import { mkdtempSync } from 'node:fs';
const dir = mkdtempSync('/tmp/rtb-');
const { settings } = loadSettings({ DATABASE_URL: `sqlite:${dir}/a.sqlite`, STORAGE_URL: `file:${dir}/f`, LOG_LEVEL: process.env.LV ?? 'warn', LOG_FORMAT:'json', MAX_CONCURRENCY: '256', MAX_CONCURRENCY_PER_ORIGIN: '256', SWEEP_CRON: '0 0 1 1 *' }, false);
const storage = await openStorage(settings);
const body = Buffer.from('{"status":"processing"}');
const door = { call: async () => { await new Promise(r => setImmediate(r)); return { kind: 'answered', status: 200, headers: {}, body, durationMs: 1 }; } };
const log = new LogEvents(createLogger({ level: settings.logLevel, format: 'json' }));
const rooms = makeRooms({ settings, publicUrl: () => 'http://x', storage, door, clock: systemClock, random: Math.random, log });
const admin = { role: 'admin', tokenId: 'tok_admin', name: 'a', sellerId: null };
const asker = { caller: admin, requestId: 'r' };
const s = await rooms.sellers.sellers.create(asker, { name: 'Acme' });
await rooms.sellers.tools.register?.(asker, {}).catch?.(()=>{});
const reg = rooms.sellers.tools;
const t = await (reg.create ?? reg.register).call(reg, asker, { seller_id: s.seller_id, name: 'Tool', short_id: 'tool', job_url: 'https://a.example/j', status_url: 'https://a.example/s/{order_id}', auth_headers: { 'X-K': 'abcdefgh12345678' }, max_concurrency: 256 });
const N = 5000;
await rooms.engineRoom.engine.start();
let t0 = performance.now();
await Promise.all(Array.from({ length: N }, () => rooms.orders.receive.receive({ short_id: 'tool', inputs: { a: 1 } }, [], admin)));
console.log('intake/s', N / (performance.now() - t0) * 1000);
const left = async () => (await storage.database.read(`select count(*) n from orders where status <> 'processing'`))[0].n;
while (await left() > 0) await new Promise(r => setTimeout(r, 50));
console.log('placed+forwarded/s', N / (performance.now() - t0) * 1000);
for (let i = 0; i < 4; i++) {
  const before = (await storage.database.read(`select sum(attempts) n from orders`))[0].n;
  t0 = performance.now(); const c0 = process.cpuUsage();
  await rooms.engineRoom.sweeps.openNow(true);
  for (;;) { const n = (await storage.database.read(`select sum(attempts) n from orders`))[0].n - before; if (n >= N) break; await new Promise(r => setTimeout(r, 20)); }
  const c = process.cpuUsage(c0); console.log('checks/s', Math.round(N / (performance.now() - t0) * 1000), 'cpu us/check', Math.round((c.user + c.system) / N), 'user', Math.round(c.user/N));
}
process.exit(0);
