import { expect, it } from '@jest/globals';
import { useJourney } from '../journeys/journey.js';

/**
 * An order whose forward was never answered is sent once more when a check's 404 shows that it did not arrive. A seller that
 * answers checks with a bare 202 (or 304) while it works, and forgets finished orders, says no word about the order, only a
 * status. That was not taken as knowing it: its later 404 sent the order again, and the buyer's job was done, and paid, twice.
 */
const journey = useJourney();

it.each([[202], [304]])(
  'a seller that answered a check with a bare %d had the order: its 404 sends nothing again',
  async (status) => {
    const tool = (await journey.minutely()).onJob([{ resetBefore: true }, { status: 200 }]);
    const order = await tool.onStatus([{ status }, { status: 404 }]).placed();
    expect(await order.attempt('forward', 1)).toMatchObject({ outcome: 'unconfirmed' });
    await order.checked();
    expect(await order.checked()).toMatchObject({ outcome: 'evicted' });
    expect(await order.dueWork()).toEqual(['check']);
    expect(tool.jobs).toHaveLength(1);
  },
);
