import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NameResolver } from '../../src/outbound/resolver.js';
import { nameServer, type NameServer, type Zone } from './name-server.js';
import { createWorld } from './world.js';

const world = createWorld();

async function resolving(
  zone: Zone,
  more: { hostsFile?: string; timeoutMs?: number } = {},
): Promise<{ names: NameServer; resolver: NameResolver }> {
  const names = await world.use(nameServer(zone));
  const options = { servers: [names.address], hostsFile: '/nonexistent', ...more };
  return { names, resolver: await world.use(new NameResolver(options)) };
}

describe('a lookup', () => {
  it('asks both families at once and brings all addresses', async () => {
    const { resolver, names } = await resolving({ 'shop.test': ['192.0.2.1', '192.0.2.2', '2001:db8::1'] });
    const found = await resolver.lookup('Shop.Test.');
    expect(found).toEqual({ kind: 'found', source: 'dns', addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'] });
    expect([...names.questions].sort()).toEqual(['A shop.test', 'AAAA shop.test']);
  });

  it('does with the family that there is', async () => {
    const { resolver } = await resolving({ 'six.test': ['2001:db8::1'], 'four.test': ['192.0.2.1'] });
    expect(await resolver.lookup('six.test')).toMatchObject({ addresses: ['2001:db8::1'] });
    expect(await resolver.lookup('four.test')).toMatchObject({ addresses: ['192.0.2.1'] });
  });

  it('does not wait long for a family that is never answered', async () => {
    const zone: Zone = { 'shop.test': (type) => (type === 'A' ? ['192.0.2.1'] : null) };
    const { resolver } = await resolving(zone);
    const started = performance.now();
    expect(await resolver.lookup('shop.test')).toMatchObject({ addresses: ['192.0.2.1'] });
    expect(performance.now() - started).toBeLessThan(900);
  });

  it.each([
    ['unknown.test', 'does not exist'],
    ['empty.test', 'has no address'],
    ['refused.test', 'could not be looked up (EREFUSED)'],
  ])('of %s says that it %s', async (name, message) => {
    const { resolver } = await resolving({ 'empty.test': [], 'refused.test': 'refused' });
    expect(await resolver.lookup(name)).toEqual({ kind: 'failed', message });
  });

  it('of a black-holed name ends at its limit and delays no other', async () => {
    const { resolver } = await resolving({ 'hole.test': 'silent', 'shop.test': ['192.0.2.1'] }, { timeoutMs: 2_000 });
    const started = performance.now();
    const holes = Array.from({ length: 20 }, () => resolver.lookup('hole.test'));
    expect(await resolver.lookup('shop.test')).toMatchObject({ kind: 'found' });
    expect(performance.now() - started).toBeLessThan(1_000);
    for (const hole of await Promise.all(holes))
      expect(hole).toEqual({ kind: 'failed', message: 'could not be looked up: no name server answered in time' });
    expect(performance.now() - started).toBeLessThan(2_500);
  });

  it('ends when its signal aborts', async () => {
    const { resolver } = await resolving({ 'hole.test': 'silent' });
    const stop = new AbortController();
    const lookup = resolver.lookup('hole.test', stop.signal);
    stop.abort();
    expect(await lookup).toMatchObject({ kind: 'failed' });
  });

  it('of one name by many callers at once is one question', async () => {
    const { resolver, names } = await resolving({ 'shop.test': ['192.0.2.1'] });
    await Promise.all(Array.from({ length: 50 }, () => resolver.lookup('shop.test')));
    expect(names.questions).toHaveLength(2);
    await resolver.lookup('shop.test');
    expect(names.questions).toHaveLength(4);
  });

  it('of an impossible name fails as a value', async () => {
    const { resolver } = await resolving({});
    for (const name of ['', `${'a'.repeat(64)}.test`, 'a..test', `${'abcdefgh.'.repeat(40)}test`])
      expect(await resolver.lookup(name)).toMatchObject({ kind: 'failed' });
  });

  it('survives a name server that is not there', async () => {
    const resolver = await world.use(new NameResolver({ servers: ['127.0.0.1:1'], timeoutMs: 1_000 }));
    expect(await resolver.lookup('shop.test')).toMatchObject({ kind: 'failed' });
  });
});

describe('the hosts file', () => {
  it('comes before any name server, and is read again when it changes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hosts-'));
    const hostsFile = join(folder, 'hosts');
    writeFileSync(
      hostsFile,
      '# fixed\n127.0.0.9\tshop.test Alias.Test # note\n::1 shop.test\nfe80::1%lo0 shop.test\nnonsense x\n',
    );
    const { resolver, names } = await resolving({ 'shop.test': ['192.0.2.1'] }, { hostsFile });
    expect(await resolver.lookup('SHOP.test')).toEqual({
      kind: 'found',
      source: 'hosts',
      addresses: ['127.0.0.9', '::1'],
    });
    expect(await resolver.lookup('alias.test')).toMatchObject({ addresses: ['127.0.0.9'] });
    expect(names.questions).toEqual([]);
    writeFileSync(hostsFile, '127.0.0.10 other.test\n');
    expect(await resolver.lookup('shop.test')).toMatchObject({ source: 'dns', addresses: ['192.0.2.1'] });
    expect(await resolver.lookup('other.test')).toMatchObject({ addresses: ['127.0.0.10'] });
    await rm(folder, { recursive: true });
  });

  it('need not hold localhost, which is never asked of a name server', async () => {
    const { resolver, names } = await resolving({});
    expect(await resolver.lookup('localhost')).toMatchObject({ addresses: ['127.0.0.1', '::1'] });
    expect(await resolver.lookup('a.localhost.')).toMatchObject({ addresses: ['127.0.0.1', '::1'] });
    expect(names.questions).toEqual([]);
  });
});
