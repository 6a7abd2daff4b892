import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Two pages: the operator's (`index.html`) and the buyer's (`buyer.html`). Built into `dist/web`, served by `src/http/web-pages.ts`. */
export default defineConfig({
  root: here,
  base: '/',
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // Browsers that know light-dark() themselves: what stands in for it elsewhere does not follow the scheme that one chooses here.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Everything is a file of its own: the page's policy allows no data: scripts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: `${here}index.html`, buyer: `${here}buyer.html` },
      onLog: (level, log, tell) => {
        // 'use client' is a word for React's own servers, which there are none of here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log);
      },
    },
  },
});
