import { span } from '../../parts/time.ts';
import { tools as words } from '../../words/tools.ts';

type Plan = Readonly<Record<string, unknown>>;

/** A plan in a few words; its strategy alone where the words know no more of it. */
export function planText(plan: Plan): string {
  const time = (name: string) => seconds(Number(plan[name]));
  switch (plan.strategy) {
    case 'sweep':
      return words.plans.sweep;
    case 'fixed':
      return words.plans.fixed(time('interval_s'));
    case 'exponential':
      return words.plans.exponential(time('interval_s'), time('max_interval_s'));
    case 'adaptive':
      return words.plans.adaptive(Object.keys(plan.classes ?? {}).length);
    case 'learned':
      return words.plans.learned(Number(plan.budget ?? 3));
    default:
      return String(plan.strategy);
  }
}

/** Seconds as they are told; those under ten with their fraction. */
function seconds(value: number): string {
  return value < 10 && !Number.isInteger(value) ? `${value} s` : span(value);
}
