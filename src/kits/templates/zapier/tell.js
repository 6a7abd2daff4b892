const { order_id, callback_url, text, error } = inputData;
const body = error
  ? { ok: false, order_id, error }
  : { ok: true, order_id, output_type: 'text', result_text: String(text) };
const headers = { 'content-type': 'application/json' };
const variable = CALLBACK_OF_THE_KIT;
if (variable) headers['x-callback-secret'] = inputData[variable];
// The secret goes to Roundtrip and nowhere else: no redirects. Where this throws, Zapier's replay tries it again.
const answer = await fetch(callback_url, { method: 'POST', headers, body: JSON.stringify(body), redirect: 'manual' });
if (!answer.ok) throw new Error(`Roundtrip did not take the callback: ${answer.status}`);
return { told: true };
