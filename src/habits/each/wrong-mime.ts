import type { Habit } from '../habit.js';

const PDF = Buffer.from('%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n').toString(
  'base64',
);

export const wrongMime: Habit = {
  name: 'wrong-mime',
  does: 'Its result is a PDF that it calls a PNG.',
  shows: 'both',
  changes: 'the result',
  make: () => ({
    ending: ({ ok }) =>
      ok
        ? { ok, fields: { output_type: 'file', filename: 'picture.png', mime_type: 'image/png', file_base64: PDF } }
        : undefined,
  }),
};
