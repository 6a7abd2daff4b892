import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** One asset, in memory. */
export interface WebFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** Null where compression gains nothing. */
  readonly gzipped: Buffer | null;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The pages and assets that `npm run build` put into a folder: under two megabytes, read and compressed once, when first asked for. */
export class WebFiles {
  private readonly pages = new Map<string, string>();
  private readonly assets = new Map<string, WebFile>();
  private readonly names: ReadonlySet<string>;

  private constructor(private readonly folder: string) {
    this.names = new Set(readdirSync(join(folder, 'assets')));
  }

  /** Null where nothing was built there. */
  static at(folder: string): WebFiles | null {
    return existsSync(join(folder, 'index.html')) ? new WebFiles(folder) : null;
  }

  /** `index.html` or `buyer.html`. */
  page(name: string): string {
    const known = this.pages.get(name) ?? readFileSync(join(this.folder, name), 'utf8');
    this.pages.set(name, known);
    return known;
  }

  /** Undefined where there is none of that name; a name is looked up, never joined to a path before it is known. */
  asset(name: string): WebFile | undefined {
    if (!this.names.has(name)) return undefined;
    const known = this.assets.get(name) ?? this.read(name);
    this.assets.set(name, known);
    return known;
  }

  private read(name: string): WebFile {
    const bytes = readFileSync(join(this.folder, 'assets', name));
    const gzipped = gzipSync(bytes, { level: 9 });
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    return { type, bytes, gzipped: gzipped.length < bytes.length ? gzipped : null };
  }
}
