import type { ServerResponse } from 'node:http';
import type { SellerReply } from './seller-reply.js';
import type { SellerRequest } from './seller-request.js';

/** Answers with a reply, or takes the raw response and answers nothing. */
export type SellerHandler = (
  request: SellerRequest,
  res: ServerResponse,
) => SellerReply | void | Promise<SellerReply | void>;

/** One answer, or a sequence: consumed one by one, the last stays. */
export type Scripted = SellerReply | SellerHandler | readonly (SellerReply | SellerHandler)[];

/** `/status/:id`, `/files/*`, or a RegExp on the whole path. */
export type PathPattern = string | RegExp;

interface Route {
  readonly key: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly answers: (SellerReply | SellerHandler)[];
}

/** Which answer goes to which request. The route set last wins; the same route again replaces what it had. */
export class SellerScript {
  private routes: Route[] = [];

  set(method: string, path: PathPattern, scripted: Scripted): void {
    const key = `${method.toUpperCase()} ${String(path)}`;
    const answers = Array.isArray(scripted) ? [...(scripted as SellerReply[])] : [scripted as SellerReply];
    if (answers.length === 0) throw new Error(`An empty sequence for ${key}.`);
    const route = { key, method: method.toUpperCase(), pattern: compilePath(path), answers };
    this.routes = [route, ...this.routes.filter((other) => other.key !== key)];
  }

  clear(): void {
    this.routes = [];
  }

  /** The next answer for this request, and what its route's `:name` parts matched. */
  next(method: string, path: string): { answer: SellerReply | SellerHandler; params: Record<string, string> } {
    for (const route of this.routes) {
      const match = route.method === method || route.method === '*' ? route.pattern.exec(path) : null;
      if (match) return { answer: takeNext(route), params: decodeAll(match.groups ?? {}) };
    }
    return { answer: { status: 404, body: { error: `No script for ${method} ${path}.` } }, params: {} };
  }
}

/** A pattern as a RegExp over the whole path. */
export function compilePath(path: PathPattern): RegExp {
  if (path instanceof RegExp) return path;
  const source = path
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:([A-Za-z_]\w*)/g, '(?<$1>[^/]+)')
    .replace(/\*/g, '.*');
  return new RegExp(`^${source}$`);
}

/** `POST /job` → its two halves; a lone path stands for every method. */
export function splitRoute(route: string): { method: string; path: string } {
  const [first = '', second] = route.split(' ', 2);
  return second === undefined ? { method: '*', path: first } : { method: first.toUpperCase(), path: second };
}

function takeNext(route: Route): SellerReply | SellerHandler {
  return route.answers.length > 1 ? route.answers.shift()! : route.answers[0]!;
}

function decodeAll(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}
