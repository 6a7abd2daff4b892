// Which order it was tells the number of the execution that failed. An order ends once.
const { order_id, answer: before } = $input.first().json;
if (!order_id || JSON.parse(before).status !== 'processing') return [];
const { error } = $('Whatever fails').first().json.execution;
const message = String(error.description || error.message || 'The flow failed.').replace(/ \[line \d+.*\]$/, '');
// With its time: a retry that fails for the same reason must not look like this answer given once more.
const answer = { status: 'failed', completed_at: new Date().toISOString(), error: message };
return [
  {
    json: { order_id, answer: JSON.stringify(answer), report: JSON.stringify({ ok: false, order_id, error: message }) },
  },
];
