import { picture } from './picture.js';

/** A tool of the showcase: what it takes, what it brings, and how long that takes. */
export interface ShowTool {
  readonly short_id: string;
  readonly name: string;
  /** Index of its seller. */
  readonly seller: 0 | 1 | 2;
  readonly poll?: object;
  readonly inputs: (i: number) => object;
  readonly result: (i: number) => object;
  /** Minutes that half of its orders take. */
  readonly medianMin: number;
}

export const SELLERS = ['Fable Automations', 'Northwind Tools', 'Grünwald & Töchter'] as const;

const stories = [
  'The lighthouse at the end',
  'Quarterly report',
  'Interview with a beekeeper',
  'Minutes of the council',
];

export const TOOLS: readonly ShowTool[] = [
  {
    ...{ short_id: 'summarise', name: 'Summarise a text', seller: 0, medianMin: 4, poll: { strategy: 'learned' } },
    inputs: (i) => ({ text: stories[i % 4], language: 'en', sentences: 3 + (i % 3) }),
    result: (i) => ({
      output_type: 'text',
      result_text: `${stories[i % 4]}, in short: it begins with a promise, turns in the middle, and keeps the promise at the end.`,
    }),
  },
  {
    ...{ short_id: 'bank-statement', name: 'Bank statement to CSV', seller: 0, medianMin: 7 },
    inputs: (i) => ({ document: `statement-${2_026_000 + i}.pdf`, account: 'DE•• 4711' }),
    result: () => ({
      output_type: 'csv',
      result_text:
        'date,payee,amount,currency\n2026-11-02,"Baker, Ada",-12.40,EUR\n2026-11-03,Rent,-980.00,EUR\n2026-11-05,Salary,3120.55,EUR\n',
    }),
  },
  {
    ...{ short_id: 'cover-image', name: 'Paint a cover', seller: 1, medianMin: 2 },
    inputs: () => ({ prompt: 'a lighthouse in fog, two colours', size: '320x200' }),
    result: () => ({
      ...{ output_type: 'file', filename: 'cover.png', mime_type: 'image/png' },
      file_base64: picture(320, 200).toString('base64'),
    }),
  },
  {
    ...{ short_id: 'extract-invoice', name: 'Read an invoice', seller: 1, medianMin: 3 },
    inputs: (i) => ({ invoice_url: `https://files.example/invoices/${4_000 + i}.pdf` }),
    result: (i) => ({
      output_type: 'json',
      result_text: JSON.stringify({
        number: `R-${4_000 + i}`,
        total: 119.0,
        currency: 'EUR',
        lines: [
          { text: 'Paper', amount: 100 },
          { text: 'VAT', amount: 19 },
        ],
      }),
    }),
  },
  {
    ...{ short_id: 'transcribe', name: 'Transcribe a recording', seller: 2, medianMin: 11 },
    inputs: (i) => ({ recording: `call-${i}.mp3`, speakers: 2 }),
    result: () => ({ output_type: 'text', result_text: 'A: Good morning.\nB: Good morning. Shall we begin?\n' }),
  },
];
