// Standard Webhooks. While the secret is rotated there are two signatures, and one of them is ours.
const { right, given, signed, isFresh, isOrder, ...order } = $input.first().json;
const same = (one) => {
  let differs = one.length ^ right.length;
  for (let i = 0; i < one.length; i++) differs |= one.charCodeAt(i) ^ right.charCodeAt(i % right.length);
  return differs === 0;
};
const isSigned = given
  .split(' ')
  .map((one) => same(one.replace(/^v1,/, '')))
  .includes(true);
let refusal = null;
if (!isFresh || !isSigned) refusal = { status: 401, error: 'The signature is missing, old or wrong.' };
else if (!isOrder) refusal = { status: 400, error: 'The body must be JSON, and its order_id a UUID.' };
return [{ json: { ...order, refusal } }];
