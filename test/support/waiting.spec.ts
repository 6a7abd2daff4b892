import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { ManualClock } from './manual-clock.js';
import { makeTempFolder } from './temp-folder.js';

describe('eventually', () => {
  it('tries until the check neither throws nor answers something falsy', async () => {
    let tries = 0;
    const found = await eventually(
      () => {
        tries += 1;
        if (tries === 1) throw new Error('not yet');
        return tries < 3 ? undefined : 'here';
      },
      { every: 1 },
    );
    expect([found, tries]).toEqual(['here', 3]);
  });

  it('gives up with the last failure in its message', async () => {
    const failing = eventually(() => Promise.reject(new Error('the order is still processing')), { withinMs: 20 });
    await expect(failing).rejects.toThrow(/Not so within 20 ms .*the order is still processing/);
    await expect(eventually(() => 0, { withinMs: 5, every: 1 })).rejects.toThrow('it answered 0');
  });
});

describe('the manual clock', () => {
  it('moves only when told to, and tells its listeners', () => {
    const clock = new ManualClock(1_000);
    const heard: number[] = [];
    const stop = clock.onAdvance((now) => heard.push(now));
    clock.advance(500);
    clock.advanceTo(2_000);
    stop();
    clock.advance(1);
    expect(heard).toEqual([1_500, 2_000]);
    expect(clock.now()).toBe(2_001);
  });

  it('does not run backwards', () => {
    const clock = new ManualClock(new Date(5));
    expect(() => clock.advance(-1)).toThrow(RangeError);
    expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
    clock.advanceTo(1);
    expect(clock.now()).toBe(5);
  });
});

describe('a temporary folder', () => {
  it('is new each time and is removed with all it holds', () => {
    const [one, two] = [makeTempFolder(), makeTempFolder()];
    writeFileSync(one.join('file'), 'x');
    expect(one.path).not.toBe(two.path);
    one.remove();
    one.remove();
    two.remove();
    expect([existsSync(one.path), existsSync(two.path)]).toEqual([false, false]);
  });
});
