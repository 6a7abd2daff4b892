import { apify } from './apify.js';
import { apixo } from './apixo.js';
import { azure } from './azure.js';
import { DIALECTS, type Dialect, type DialectName } from './dialect.js';
import { fal } from './fal.js';
import { google } from './google.js';
import { location } from './location.js';
import { mip003 } from './mip-003.js';
import { openaiBatch } from './openai-batch.js';
import { replicate } from './replicate.js';

const BY_NAME: Readonly<Record<DialectName, Dialect>> = {
  apixo,
  azure,
  location,
  google,
  fal,
  replicate,
  openai_batch: openaiBatch,
  apify,
  mip_003: mip003,
};

/** Every dialect, in the order of their names in `DIALECTS`. */
export const ALL_DIALECTS: readonly Dialect[] = DIALECTS.map((name) => BY_NAME[name]);

export function dialectNamed(name: DialectName): Dialect {
  return BY_NAME[name];
}
