import type { DialectName, ForeignAnswer } from '../dialect.js';
import { apifyExamples } from './apify-examples.js';
import { apixoExamples } from './apixo-examples.js';
import { azureAiExamples, azureExamples } from './azure-examples.js';
import { falExamples } from './fal-examples.js';
import { googleExamples } from './google-examples.js';
import { mip003Examples } from './mip-003-examples.js';
import { openaiBatchExamples } from './openai-batch-examples.js';
import { replicateExamples } from './replicate-examples.js';

/** Every published example that bears its system's marks, by system. `location` has no form of its own. */
export const ALL_EXAMPLES: Readonly<Record<Exclude<DialectName, 'location'>, Readonly<Record<string, ForeignAnswer>>>> =
  {
    apixo: apixoExamples,
    azure: { ...azureExamples, ...azureAiExamples },
    google: googleExamples,
    fal: falExamples,
    replicate: replicateExamples,
    openai_batch: openaiBatchExamples,
    apify: apifyExamples,
    mip_003: mip003Examples,
  };
