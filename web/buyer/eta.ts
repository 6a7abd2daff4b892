import { buyer } from '../words/buyer.ts';
import type { BuyerOrder } from './order.ts';

const { units, count } = buyer.eta;
/** Seconds of a unit, and from which length on it is the fitting one. */
const UNITS = [
  { name: units.day, size: 86_400, from: 129_600 },
  { name: units.hour, size: 3_600, from: 5_400 },
  { name: units.minute, size: 60, from: 90 },
  { name: units.second, size: 1, from: 0 },
] as const;
type Unit = (typeof UNITS)[number];

/**
 * How long it usually takes and how far this one is, of an order that its seller works on; null of any other. Both ends are
 * rounded up: a promise errs on the long side. All in the unit of the longer end, the unit said once.
 */
export function expectation(
  { status, eta, forwarded_at }: Pick<BuyerOrder, 'status' | 'eta' | 'forwarded_at'>,
  now: number,
): string | null {
  if (status !== 'processing' || forwarded_at === null) return null;
  // The buyer's clock may be behind ours.
  const elapsed = Math.max(0, (now - Date.parse(forwarded_at)) / 1_000);
  if (eta === null) return buyer.eta.unknown(known(elapsed));
  const unit = unitOf(eta.p90_s);
  const [half, most] = [wholeUp(eta.p50_s, unit), wholeUp(eta.p90_s, unit)];
  const nowUnit = unitOf(elapsed).size > unit.size ? unitOf(elapsed) : unit;
  const at = Math.floor(elapsed / nowUnit.size);
  if (elapsed > eta.p90_s) return buyer.eta.late(count(most, unit.name), count(at, nowUnit.name));
  if (half === most) return buyer.eta.about(count(most, unit.name), count(at, unit.name));
  return buyer.eta.range(count(half, unit.name), String(most), String(at));
}

function unitOf(seconds: number): Unit {
  return UNITS.find(({ from }) => seconds >= from) ?? UNITS[UNITS.length - 1]!;
}

function known(elapsed: number): string {
  const { name, size } = unitOf(elapsed);
  return count(Math.floor(elapsed / size), name);
}

function wholeUp(seconds: number, { size }: Unit): number {
  return Math.max(1, Math.ceil(seconds / size));
}
