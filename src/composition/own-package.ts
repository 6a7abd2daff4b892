import { fileURLToPath } from 'node:url';

/** package.json lies above `src/` and above `dist/src/`. */
export const PACKAGE = new URL(
  import.meta.url.includes('/dist/') ? '../../../package.json' : '../../package.json',
  import.meta.url,
);

/** Where `npm run build` puts the pages. */
export const WEB_FOLDER = fileURLToPath(new URL('dist/web/', PACKAGE));
