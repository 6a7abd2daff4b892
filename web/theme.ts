import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Contrast is AA (WCAG 2.2, 1.4.3) in light and dark: what axe checks, test/web holds. */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#5a626b', '--mantine-color-error': '#b42318' },
  dark: { '--mantine-color-dimmed': '#a3abb5', '--mantine-color-error': '#ff8d85' },
});
