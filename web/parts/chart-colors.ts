import type { ChartColor } from './chart-data.ts';

/** Lines, areas upon each other, or bars. */
export type ChartShape = 'lines' | 'stacked' | 'bars';

/** Of lines and areas; each at least 3:1 on the page's ground (WCAG 2.2, 1.4.11). */
export const CHART_COLORS: Readonly<Record<'light' | 'dark', Readonly<Record<ChartColor, string>>>> = {
  light: {
    blue: '#1971c2',
    green: '#2b8a3e',
    red: '#c92a2a',
    orange: '#d9480f',
    violet: '#7048e8',
    gray: '#5a626b',
  },
  dark: {
    blue: '#4dabf7',
    green: '#69db7c',
    red: '#ff8787',
    orange: '#ffa94d',
    violet: '#b197fc',
    gray: '#adb5bd',
  },
};
