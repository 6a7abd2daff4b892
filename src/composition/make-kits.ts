import { KitsController } from '../http/kits.controller.js';
import { Kits } from '../kits/kits.js';

export const kitsControllers = [KitsController];

/** For a Nest module: what the kits' controller asks for. */
export function kitsProviders() {
  return [{ provide: Kits, useValue: new Kits() }];
}
