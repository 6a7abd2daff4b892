import { knob } from './knob.js';
import * as value from './parse-values.js';

/** Named already, so that setting one stops the start instead of being ignored. */
export const laterKnobs = {
  conformanceRequired: knob({
    name: 'CONFORMANCE_REQUIRED',
    type: 'off',
    fallback: 'off',
    sentence: 'Orders only to tools that passed the conformance test. Not built yet.',
    parse: value.notBuiltYet('off', false as const),
  }),
  conformanceNightly: knob({
    name: 'CONFORMANCE_NIGHTLY',
    type: 'off',
    fallback: 'off',
    sentence: 'A nightly conformance test of every tool. Not built yet.',
    parse: value.notBuiltYet('off', false as const),
  }),
};
