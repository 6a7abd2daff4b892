// YOUR WORK GOES HERE. It reads the inputs and leaves the result; put any nodes in its place, between "Half way" and "Completed".
// Whatever fails ends the order as failed; the buyer reads the message.
const { inputs } = $('Is it signed?').first().json;

// Leave this line: Roundtrip's test run sends such an order, to see that failures are told.
if (inputs.roundtrip_test === 'fail') throw new Error('This test order fails because it asks to.');

const text = typeof inputs.prompt === 'string' ? inputs.prompt : JSON.stringify(inputs);
return [{ json: { output_type: 'text', result_text: text.toUpperCase() } }];
