import { answersChecks } from './answers-checks.js';
import { callsBack } from './calls-back.js';
import { fails } from './fails.js';
import { repliesAtOnce } from './replies-at-once.js';
import type { DemoSeller } from './seller.js';
import { slowAndFlaky } from './slow-and-flaky.js';

/** The five sellers of the demo. */
export function allSellers(): DemoSeller[] {
  return [callsBack(), answersChecks(), repliesAtOnce(), slowAndFlaky(), fails()];
}
