import { Problem } from '../domain/problem.js';
import { checkAlertUrl as check } from '../domain/url-rules.js';

/** The canonical form of an alert URL; null and absence are passed on. Throws 400 where the URL breaks a rule. */
export function checkAlertUrl(text: string | null | undefined): string | null | undefined {
  if (text === null || text === undefined) return text;
  const checked = check(text);
  if (!checked.ok) throw Problem.invalid([{ field: 'alert_url', message: checked.problem }]);
  return checked.url;
}
