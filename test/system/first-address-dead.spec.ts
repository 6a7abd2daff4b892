import { describe, expect, it } from '@jest/globals';
import { answered, get, post } from '../outbound/world.js';
import { addresses } from './addresses.js';
import { createSystemWorld, tell, timed } from './system-world.js';

const world = createSystemWorld();
const { seller, dead, nobody } = addresses;
const LIMIT = 2_000;

describe('a name with dead addresses and one that lives', () => {
  it.each([
    ['IPv4: dead, alive', [dead.four[0], seller.four], seller.four],
    ['IPv6: dead, alive', [dead.six[0], seller.six], seller.six],
    ['IPv4: nobody has the first', [nobody, seller.four], seller.four],
    ['IPv4 dead, IPv6 alive', [dead.four[0], seller.six], seller.six],
    ['IPv4 alive, IPv6 dead', [seller.four, dead.six[0]], seller.four],
    ['IPv4: five dead, the sixth alive', [...dead.four.slice(0, 5), seller.four], seller.four],
    ['IPv6: five dead, the sixth alive', [...dead.six.slice(0, 5), seller.six], seller.six],
    ['two dead IPv4, one dead IPv6, one alive', [...dead.four.slice(0, 2), dead.six[0], seller.six], seller.six],
  ])('is called at that one within the limit: %s', async (what, found, alive) => {
    world.zone['shop.shop.test'] = found;
    const door = await world.door();
    const more = { timeoutMs: LIMIT, freshConnection: true };
    for (const call of [get('https://shop.shop.test/', more), post('https://shop.shop.test/', 'x', more)]) {
      const { exchange, took } = await timed(door, call);
      tell(`${what}: ${call.method} answered after ${took} ms of ${LIMIT}`);
      expect(answered(exchange).status).toBe(200);
    }
    // The other attempts were not made at other addresses of the seller, and nothing was sent twice.
    expect(world.seller.requests).toEqual([`GET ${alive}`, `POST ${alive}`]);
  });

  it('leaves no attempt behind', async () => {
    world.zone['shop.shop.test'] = [dead.four[0], seller.four];
    const door = await world.door();
    for (let i = 0; i < 3; i++) answered(await door.call(post('https://shop.shop.test/', 'x', { timeoutMs: LIMIT })));
    expect(world.internet.attemptsAtDial()).toBe(0);
  });
});
