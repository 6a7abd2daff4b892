/** Texts of a tool's conformance tests. */
export const conformance = {
  title: 'Is it ready?',
  hint: 'A test places two test orders and asks the tool what strangers might. It takes seconds with a quick tool.',
  test: 'Test it now',
  again: 'Test it again',
  never: 'It has not been tested as it is now.',
  running: (checks: number) => `Under way: ${checks} checks done so far.`,
  stopped: 'The test was stopped.',
  grade: (grade: string) => `Grade ${grade}`,
  ungraded: 'Not tested',
  counts: (passed: number, failed: number, warned: number, skipped: number) =>
    `${passed} passed, ${failed} failed, ${warned} warned of, ${skipped} not asked`,
  platform: (name: string) => `Looks like ${name}`,
  allGood: 'Nothing to change.',
  rest: (count: number) => `What was fine or not asked (${count})`,
  outcomes: { fail: 'Failed', warn: 'Warning', pass: 'Passed', skip: 'Not asked' } as Readonly<Record<string, string>>,
  found: 'Found',
  expected: 'Expected',
  fix: 'What to change',
  curl: 'See it again',
  kits: 'A flow that already works, to import:',
  warnings: 'This set-up works against itself',
} as const;
