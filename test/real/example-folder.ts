import { fileURLToPath } from 'node:url';

/** `examples/node-red`: what a seller copies. */
export const EXAMPLE_FOLDER = fileURLToPath(new URL('../../examples/node-red', import.meta.url));
