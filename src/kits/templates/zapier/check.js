const crypto = require('crypto');
const same = (one, other) => {
  const [a, b] = [Buffer.from(String(one || '')), Buffer.from(String(other || ''))];
  return a.length > 0 && a.length === b.length && crypto.timingSafeEqual(a, b);
};
const { raw = '', id = '', at = '', given = '' } = inputData;
const key = Buffer.from(inputData[SIGNING_OF_THE_KIT].replace(/^whsec_/, ''), 'base64');
const wanted = `v1,${crypto.createHmac('sha256', key).update(`${id}.${at}.${raw}`).digest('base64')}`;
const isSigned = Math.abs(Date.now() / 1000 - Number(at)) < 300 && given.split(' ').some((one) => same(one, wanted));
const isLetIn = VARIABLES_OF_THE_KIT.every((name) => same(inputData[`given_${name}`], inputData[name]));
if (!isSigned || !isLetIn) return { ours: false };

const order = JSON.parse(raw);
const { prompt = '', roundtrip_test = '' } = order.inputs || {};
// The same order twice is one job: its key is kept in Storage by Zapier, which a secret of your own opens.
const store = StoreClient(inputData.ROUNDTRIP_STORE_SECRET);
const run = inputData.key || order.order_id;
if (await store.get(run)) return { ours: false };
await store.set(run, true);
const { order_id, callback_url } = order;
return { ours: true, order_id, callback_url, prompt, roundtrip_test, inputs_json: JSON.stringify(order.inputs || {}) };
