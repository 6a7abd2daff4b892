import { checkAlertUrl, checkName } from '../tools/checks.ts';

export interface SellerForm {
  readonly name: string;
  readonly alert_url: string;
}

export const sellerChecks = {
  name: checkName,
  alert_url: checkAlertUrl,
};

/** What registers or changes a seller: an empty alert_url takes it away. */
export function sellerBody({ name, alert_url }: SellerForm): { name: string; alert_url: string | null } {
  return { name: name.trim(), alert_url: alert_url.trim() === '' ? null : alert_url.trim() };
}
