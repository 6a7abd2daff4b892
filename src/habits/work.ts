import type { Ending } from './job.js';

/** A picture of one red dot. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==';

type Inputs = Readonly<Record<string, unknown>>;

const results: Readonly<Record<string, (inputs: Inputs) => Record<string, unknown>>> = {
  text: (inputs) => ({ output_type: 'text', result_text: `Done with: ${Object.keys(inputs).join(', ') || 'nothing'}` }),
  json: (inputs) => ({ output_type: 'json', result_text: JSON.stringify({ done: true, inputs }) }),
  csv: (inputs) => ({ output_type: 'csv', result_text: ['input', ...Object.keys(inputs), ''].join('\n') }),
  html: () => ({ output_type: 'html', result_text: '<!doctype html><title>Done</title><p>Done.</p>' }),
  file: () => ({ output_type: 'file', filename: 'dot.png', mime_type: 'image/png', file_base64: PNG }),
};

/** What a conformance test marks the order by that ought to fail. */
const MARK = { name: 'roundtrip_test', value: 'fail' };

/**
 * The work itself. `inputs.fail` (a sentence, or true) makes it fail with that; `inputs.result` names the kind of result: text (the
 * default), json, csv, html or file.
 */
export function workOn(inputs: Inputs): Ending {
  const { fail: wish, result } = inputs;
  const fail = inputs[MARK.name] === MARK.value ? 'This is a test order that ought to fail, and did.' : wish;
  if (fail !== undefined && fail !== null && fail !== false && fail !== '') return { ok: false, error: failure(fail) };
  const make = typeof result === 'string' && Object.hasOwn(results, result) ? results[result] : results['text'];
  return { ok: true, fields: make!(inputs) };
}

function failure(asked: unknown): { code: string; message: string } {
  const message = typeof asked === 'string' ? asked : 'This order was asked to fail, and did.';
  return { code: 'asked_to_fail', message: message.slice(0, 1_000) };
}
