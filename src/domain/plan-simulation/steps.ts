/** Makes all steps at once; answers what the last of them does. */
export function runThrough<Result>(steps: Generator<void, Result>): Result {
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}
