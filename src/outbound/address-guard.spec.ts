import { describe, expect, it } from '@jest/globals';
import { guardAddress, parseAllowedNetworks } from './address-guard.js';

const none = parseAllowedNetworks([]);
const rangeOf = (ip: string): string | undefined => guardAddress(ip, none)?.range;

describe('an address that calls to strangers never reach', () => {
  it.each([
    ['thisNetwork', '0.0.0.0', '0.255.255.255'],
    ['private', '10.0.0.0', '10.255.255.255'],
    ['private', '172.16.0.0', '172.31.255.255'],
    ['private', '192.168.0.0', '192.168.255.255'],
    ['carrierGradeNat', '100.64.0.0', '100.127.255.255'],
    ['loopback', '127.0.0.0', '127.255.255.255'],
    ['linkLocal', '169.254.0.0', '169.254.255.255'],
    ['linkLocal', '169.254.169.254', '169.254.169.254'],
    ['ietfProtocols', '192.0.0.0', '192.0.0.255'],
    ['documentation', '192.0.2.0', '192.0.2.255'],
    ['documentation', '198.51.100.0', '198.51.100.255'],
    ['documentation', '203.0.113.0', '203.0.113.255'],
    ['sixToFourRelay', '192.88.99.0', '192.88.99.255'],
    ['benchmarking', '198.18.0.0', '198.19.255.255'],
    ['cloudPlatform', '168.63.129.16', '168.63.129.16'],
    ['multicast', '224.0.0.0', '239.255.255.255'],
    ['reserved', '240.0.0.0', '255.255.255.254'],
    ['broadcast', '255.255.255.255', '255.255.255.255'],
    ['unspecified', '::', '::'],
    ['loopback', '::1', '::1'],
    ['uniqueLocal', 'fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['linkLocal', 'fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['siteLocal', 'fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['multicast', 'ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['discard', '100::', '100::ffff:ffff:ffff:ffff'],
    ['dummy', '100:0:0:1::', '100:0:0:1:ffff:ffff:ffff:ffff'],
    ['teredo', '2001::', '2001:0:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['ietfProtocols', '2001:1::', '2001:f:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['orchid', '2001:10::', '2001:1f:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['orchid', '2001:20::', '2001:2f:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['ietfProtocols', '2001:30::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['documentation', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['documentation', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['localNat64', '64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff'],
    ['translated', '::ffff:0:0:0', '::ffff:0:ffff:ffff'],
  ])('%s begins at %s and ends at %s', (range, first, last) => {
    expect(rangeOf(first)).toBe(range);
    expect(rangeOf(last)).toBe(range);
  });

  it.each([
    '::2:0:0:0:0',
    '64:ff9b::1:0:0',
    '64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff',
    '64:ff9b:2::',
    '::fffe:ffff:ffff:ffff',
    '100:0:0:2::',
    '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '4000::',
    '5f00::1',
    'fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'fe00::',
    'fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ])('%s has no name but is outside global unicast', (ip) => {
    expect(rangeOf(ip)).toBe('notGlobalUnicast');
  });

  it.each([
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::ffff:10.1.2.3', 'private'],
    ['::ffff:169.254.169.254', 'linkLocal'],
    ['::ffff:0.0.0.0', 'thisNetwork'],
    ['::127.0.0.1', 'loopback'],
    ['::0.0.0.2', 'thisNetwork'],
    ['::192.168.0.1', 'private'],
    ['64:ff9b::127.0.0.1', 'loopback'],
    ['64:ff9b::a00:1', 'private'],
    ['2002:7f00:1::', 'loopback'],
    ['2002:0a00:0001:ffff::1', 'private'],
    ['2002:a9fe:a9fe::1', 'linkLocal'],
  ])('%s is judged by the address inside it (%s)', (ip, range) => {
    expect(rangeOf(ip)).toBe(range);
  });

  it.each(['fe80::1%eth0', '2606:4700::1%1', '::1%lo'])('%s carries a zone', (ip) => {
    expect(rangeOf(ip)).toBe('zoneId');
  });

  it.each([
    '',
    'example.com',
    '127.1',
    '0x7f.0.0.1',
    '017700000001',
    '2130706433',
    '1.2.3.4.5',
    '1.2.3.256',
    '::g',
    '[::1]',
  ])('%j is no address at all', (ip) => {
    expect(rangeOf(ip)).toBe('notAnAddress');
  });

  it('is explained without naming the address', () => {
    const refusal = guardAddress('10.20.30.40', none);
    expect(refusal?.message).toBe('is in a private network (RFC 1918)');
    expect(guardAddress('::ffff:10.20.30.40', none)?.message).toBe(
      'is an IPv4-mapped address and is in a private network (RFC 1918)',
    );
  });
});

describe('an address that calls may reach', () => {
  it.each([
    '1.0.0.0',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '168.63.129.15',
    '168.63.129.17',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '191.255.255.255',
    '192.0.1.0',
    '192.0.1.255',
    '192.0.3.0',
    '192.88.98.255',
    '192.88.100.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '198.51.99.255',
    '198.51.101.0',
    '203.0.112.255',
    '203.0.114.0',
    '223.255.255.255',
    '2000::',
    '2001:200::',
    '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:db9::',
    '2003::',
    '2606:4700:4700::1111',
    '3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '3fff:1000::',
    '::ffff:8.8.8.8',
    '::8.8.8.8',
    '64:ff9b::8.8.8.8',
    '2002:808:808::1',
  ])('%s', (ip) => {
    expect(guardAddress(ip, none)).toBeNull();
  });
});

describe('an allowed network', () => {
  const allowed = parseAllowedNetworks(['10.1.0.0/16', ' 127.0.0.1/32 ', 'fd00:1::/32', '::1/128']);

  it.each(['10.1.0.0', '10.1.255.255', '127.0.0.1', 'fd00:1::5', '::1', '::ffff:10.1.2.3', '64:ff9b::10.1.2.3'])(
    'lets %s through',
    (ip) => {
      expect(guardAddress(ip, allowed)).toBeNull();
    },
  );

  it.each(['10.0.255.255', '10.2.0.0', '127.0.0.2', 'fd00:2::5', '::ffff:10.2.0.1', '::ffff:127.0.0.2'])(
    'does not let %s through',
    (ip) => {
      expect(guardAddress(ip, allowed)).not.toBeNull();
    },
  );

  it('must be a CIDR', () => {
    expect(() => parseAllowedNetworks(['10.0.0.1'])).toThrow();
    expect(() => parseAllowedNetworks(['intranet'])).toThrow();
  });
});
