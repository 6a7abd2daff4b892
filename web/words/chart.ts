export const chart = {
  showTable: 'Show as table',
  showChart: 'Show as chart',
  time: 'Time',
  loading: 'The chart is loading',
  /** What is said of a chart to whoever does not see it. */
  summary: (title: string, from: string, to: string, parts: string) => `${title}, from ${from} to ${to}. ${parts}.`,
  part: (label: string, last: string, most: string) => `${label}: last ${last}, highest ${most}`,
  empty: (title: string) => `${title}: nothing to show.`,
  none: '–',
} as const;
