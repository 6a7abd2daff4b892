import { createTheme, type CSSVariablesResolver } from '@mantine/core';
import { common } from './words/common.ts';

/** Contrast is AA (WCAG 2.2, 1.4.3) in light and dark: what axe checks, test/web holds. */
export const theme = createTheme({
  primaryColor: 'blue',
  // The same in the dark: Mantine chooses the text upon it once, by the light one.
  primaryShade: 8,
  autoContrast: true,
  // Where white and black are read equally well (WCAG 2.2, contrast ratio).
  luminanceThreshold: 0.18,
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  // Its close button is a cross, and has no name of its own.
  components: { Modal: { defaultProps: { closeButtonProps: { 'aria-label': common.close } } } },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5a626b',
    '--mantine-color-error': '#b42318',
    // Words on chips and alerts: Mantine's own shades are too pale on their tints.
    '--mantine-color-green-light-color': '#1b6a2b',
    '--mantine-color-orange-light-color': '#9a3906',
    '--mantine-color-cyan-light-color': '#0b6272',
  },
  dark: { '--mantine-color-dimmed': '#a3abb5', '--mantine-color-error': '#ff8d85' },
});
