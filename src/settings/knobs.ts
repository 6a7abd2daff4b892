import type { Knob } from './knob.js';
import { callingKnobs } from './knobs-calling.js';
import { servingKnobs } from './knobs-serving.js';
import { storingKnobs } from './knobs-storing.js';

/**
 * Every setting, once (contract, section 1): the loader, the type `Settings` and `docs/settings.md` are made from these tables.
 * The key is the name in code, `name` the environment variable.
 */
export const knobs = { ...servingKnobs, ...storingKnobs, ...callingKnobs };

/** The same by chapter, in the order of the page. */
export const knobChapters: readonly {
  readonly title: string;
  readonly knobs: Readonly<Record<string, Knob<unknown>>>;
}[] = [
  { title: 'Serving', knobs: servingKnobs },
  { title: 'Storing', knobs: storingKnobs },
  { title: 'Orders and calls', knobs: callingKnobs },
];

export type Knobs = typeof knobs;
