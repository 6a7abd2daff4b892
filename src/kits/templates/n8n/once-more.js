// Not a number: there was no answer.
const { statusCode, headers } = $input.first().json;
const status = Number(statusCode);
if (status >= 200 && status < 300) return [];
const end = $('Keep the end').first().json;
const { ok, order_id } = JSON.parse(end.report);
if ((status === 400 || status === 422) && ok) {
  // The result cannot be read: the order ends as failed, by both roads.
  const error = 'The tool gave back a result that cannot be read.';
  const answer = JSON.stringify({ status: 'failed', completed_at: new Date().toISOString(), error });
  return [{ json: { ...end, answer, report: JSON.stringify({ ok: false, order_id, error }), wait_s: 1 } }];
}
// Other 4xx say that the callback itself is wrong: sending it again would not help.
const isWorthAnotherTry = !(status >= 300 && status < 500) || status === 408 || status === 429;
const tries = $runIndex + 1;
if (!isWorthAnotherTry || tries >= 12) return [];
const asked = Number(headers && headers['retry-after']);
const wait_s = Math.min(asked > 0 ? asked : 2 ** tries, 600);
return [{ json: { ...end, wait_s } }];
