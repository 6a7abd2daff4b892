// Results: docs/results.md of Roundtrip. A plain text in "text" or "output" will do as well.
const { order_id } = $('Is it signed?').first().json;
const made = $input.first().json;
const text = made.text ?? made.output;
const isResult = ['output_type', 'result_text', 'result_url', 'file_base64', 'files'].some((name) => name in made);
if (!isResult && typeof text !== 'string') throw new Error('The work left no result.');
const result = isResult ? made : { output_type: 'text', result_text: text };
const answer = { status: 'completed', completed_at: new Date().toISOString(), ...result };
return [
  { json: { order_id, answer: JSON.stringify(answer), report: JSON.stringify({ ok: true, order_id, ...result }) } },
];
