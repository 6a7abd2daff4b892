import { fileURLToPath } from 'node:url';

/** Also from `dist`, which holds no examples. */
const ROOT = import.meta.url.includes('/dist/test/') ? '../../../' : '../../';

/** `examples/node-red`: what a seller copies. */
export const EXAMPLE_FOLDER = fileURLToPath(new URL(`${ROOT}examples/node-red`, import.meta.url));
