import type { Habit } from '../habit.js';

const PAGE = Buffer.from('<!doctype html><title>Error</title><h1>Something went wrong</h1>\n');

export const html200: Habit = {
  name: 'html-200',
  does: 'Its answers are an error page in HTML, with 200.',
  shows: 'both',
  changes: 'its answers',
  make: () => ({
    answer: () => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: PAGE }),
  }),
};
