import { describe, expect, it } from '@jest/globals';
import { nameServer } from './name-server.js';
import { httpServer, httpsServer, tcpServer } from './servers.js';
import { answered, createWorld, get, unanswered } from './world.js';

const world = createWorld();
const ok = (_req: unknown, res: { end(text: string): unknown }): void => void res.end('ok');

describe('the address of a call', () => {
  it.each([
    'https://127.0.0.1:1/',
    'https://2130706433:1/',
    'https://0x7f000001:1/',
    'https://0177.0.0.1:1/',
    'https://127.1:1/',
    'https://[::1]:1/',
    'https://[::ffff:127.0.0.1]:1/',
    'https://[::127.0.0.1]:1/',
    'https://[64:ff9b::7f00:1]:1/',
    'https://[2002:7f00:1::]:1/',
    'https://0.0.0.0:1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00:ec2::254]/latest',
    'https://10.0.0.1/',
    'https://localhost:1/',
    'https://LOCALHOST.:1/',
    'https://any.localhost:1/',
  ])('%s is refused before anything is opened', async (url) => {
    const client = world.client({ allowedNetworks: [] });
    expect(await client.call(get(url))).toMatchObject({ failure: 'blocked_address', sentFully: false });
  });

  it('is not even dialled when it is refused', async () => {
    const server = await world.use(tcpServer(() => undefined));
    const client = world.client({ allowedNetworks: ['127.0.0.2/32'] });
    expect(await client.call(get(server.origin))).toMatchObject({ failure: 'blocked_address' });
    expect(server.seen.total).toBe(0);
  });

  it('is named by its range and not by its number', async () => {
    const names = await world.use(nameServer({ 'inner.test': ['10.11.12.13'] }));
    const client = world.client({ dnsServers: [names.address] });
    const { message } = unanswered(await client.call(get('https://inner.test/path?key=secret')));
    expect(message).toBe('The address of inner.test is in a private network (RFC 1918).');
  });
});

describe('a name', () => {
  it('that resolves to loopback is refused without allowance and called with it', async () => {
    const server = await world.use(httpsServer(world.cert, ok));
    const names = await world.use(nameServer({ 'shop.test': ['127.0.0.1'] }));
    const url = `https://shop.test:${server.port}/`;
    const dnsServers = [names.address];
    const blocked = await world.client({ dnsServers, allowedNetworks: [] }).call(get(url));
    expect(blocked).toMatchObject({ kind: 'unanswered', failure: 'blocked_address', sentFully: false });
    expect(server.seen.total).toBe(0);
    expect(answered(await world.client({ dnsServers }).call(get(url))).status).toBe(200);
  });

  it.each([
    ['a public and a private address', ['127.0.0.1', '10.0.0.1']],
    ['a private address behind an allowed one of the other family', ['127.0.0.1', 'fd00::1']],
    ['an IPv6 address with loopback inside', ['127.0.0.1', '::ffff:10.0.0.1']],
  ])('with %s is refused whole', async (_what, addresses) => {
    const server = await world.use(httpsServer(world.cert, ok));
    const names = await world.use(nameServer({ 'shop.test': addresses }));
    const client = world.client({ dnsServers: [names.address] });
    const exchange = await client.call(get(`https://shop.test:${server.port}/`));
    expect(exchange).toMatchObject({ failure: 'blocked_address', sentFully: false });
    expect(server.seen.total).toBe(0);
  });

  it('that changes its address between check and dial goes where it was checked', async () => {
    const server = await world.use(httpsServer(world.cert, ok));
    // Any second question would be answered with an address that is refused.
    const rebinding = (type: string, nth: number): string[] =>
      type === 'AAAA' ? [] : nth === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
    const names = await world.use(nameServer({ 'shop.test': rebinding }));
    const client = world.client({ dnsServers: [names.address] });
    const url = `https://shop.test:${server.port}/`;
    expect(answered(await client.call(get(url, { freshConnection: true }))).status).toBe(200);
    expect(names.questions.filter((question) => question === 'A shop.test')).toHaveLength(1);
    expect(await client.call(get(url, { freshConnection: true }))).toMatchObject({ failure: 'blocked_address' });
    expect(server.seen.total).toBe(1);
  });

  it('with one dead and one live address is reached at the live one', async () => {
    const server = await world.use(httpsServer(world.cert, ok, '127.0.0.2'));
    // Nobody's address: on 127.0.0.1 another test may have a server of its own at this very port.
    const names = await world.use(nameServer({ 'shop.test': ['127.0.0.3', '127.0.0.2', '::1'] }));
    const client = world.client({ dnsServers: [names.address] });
    expect(answered(await client.call(get(`https://shop.test:${server.port}/`))).body.head.toString()).toBe('ok');
  });

  it('with nothing but IPv6 is reached there', async () => {
    const server = await world.use(httpsServer(world.cert, ok, '::1'));
    const names = await world.use(nameServer({ 'shop.test': ['::1'] }));
    const client = world.client({ dnsServers: [names.address] });
    expect(answered(await client.call(get(`https://shop.test:${server.port}/`))).status).toBe(200);
  });

  it('whose addresses all refuse is a connection error', async () => {
    const server = await tcpServer(() => undefined);
    await server.close();
    const names = await world.use(nameServer({ 'shop.test': ['127.0.0.1', '127.0.0.2'] }));
    const client = world.client({ dnsServers: [names.address] });
    const exchange = await client.call(get(`https://shop.test:${server.port}/`));
    expect(exchange).toMatchObject({
      failure: 'connection_error',
      sentFully: false,
      message: 'shop.test refused the connection.',
    });
  });

  it('of the hosts file may be allowed by one of its addresses: localhost is 127.0.0.1 and ::1', async () => {
    const server = await world.use(httpsServer(world.cert, ok));
    const client = world.client({ allowedNetworks: ['127.0.0.0/8'], hostsFile: '/nonexistent' });
    expect(answered(await client.call(get(`https://localhost:${server.port}/`))).status).toBe(200);
  });

  it('is sent as the server name, and the certificate is held against it', async () => {
    const servernames: unknown[] = [];
    const server = await world.use(
      httpsServer(world.cert, (req, res) => {
        servernames.push((req.socket as { servername?: unknown }).servername, req.headers.host);
        res.end();
      }),
    );
    const names = await world.use(nameServer({ 'a.shop.test': ['127.0.0.1'] }));
    const client = world.client({ dnsServers: [names.address] });
    answered(await client.call(get(`https://a.shop.test:${server.port}/`)));
    expect(servernames).toEqual(['a.shop.test', `a.shop.test:${server.port}`]);
  });
});

describe("the operator's own URLs", () => {
  it('may be http and private', async () => {
    const server = await world.use(httpServer((_req, res) => void res.end('hook')));
    const client = world.client({ allowedNetworks: [] });
    const exchange = await client.call(get(server.origin, { trust: 'operator' }));
    expect(answered(exchange).body.head.toString()).toBe('hook');
  });

  it("never lend their connections to a stranger's call", async () => {
    const server = await world.use(httpsServer(world.cert, ok));
    const client = world.client({ allowedNetworks: [] });
    answered(await client.call(get(server.origin, { trust: 'operator' })));
    expect(await client.call(get(server.origin))).toMatchObject({ failure: 'blocked_address' });
  });
});
