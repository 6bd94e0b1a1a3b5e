// The page at /backoffice: the files that the build has made, and the policy under which a browser runs them.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { plainPage } from './static-missing.ts';

const BUILT = path.join(import.meta.dirname, '../../../backoffice/dist');
const ROOT = '/backoffice';
const NONCE = '__CSP_NONCE__';
const NONCE_BYTES = 18;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
/** Packed beside a file by the build, best first. */
const PACKED = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

interface Page {
  /** The first page in the parts between which the nonce stands. */
  index: readonly string[];
  /** Every other file by its path below the folder. */
  files: ReadonlyMap<string, Buffer>;
}

type Doors = Pick<Context, 'random' | 'publicUrl'>;

/** Adds the page. Its files are read once, so that no path of a request ever reaches the disk. */
export function addPage(app: FastifyInstance, ctx: Doors, folder = BUILT): void {
  let page = readPage(folder);
  function answer(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    page ??= readPage(folder);
    const nonce = ctx.random.bytes(NONCE_BYTES).toString('base64');
    void reply.headers(policy(nonce, ctx.publicUrl));
    if (page === null) return plainPage(reply, nonce);
    const name = (request.params as { '*'?: string })['*'] ?? '';
    const bytes = page.files.get(name);
    if (bytes !== undefined) return sendFile(request, reply, page, name, bytes);
    // A page that was open while a new version was installed asks for files that are gone: no page in their place.
    if (name.startsWith('assets/')) return reply.code(404).type('text/plain').send('not found\n');
    return reply
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page.index.join(nonce));
  }
  app.get(ROOT, answer);
  app.get(`${ROOT}/*`, answer);
}

function policy(nonce: string, publicUrl: string): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // Not `no-referrer`: a browser then says `Origin: null`, also to ourselves.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    ...(publicUrl.startsWith('https:')
      ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
      : {}),
  };
}

function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { files }: Page,
  name: string,
  plain: Buffer,
): FastifyReply {
  const accepted = codingsOf(request.headers['accept-encoding'] ?? '');
  const packing = PACKED.find(
    ([coding, ending]) => accepted.has(coding) && files.has(name + ending),
  );
  if (packing !== undefined) void reply.header('content-encoding', packing[0]);
  return reply
    .header('vary', 'accept-encoding')
    .header(
      'cache-control',
      name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    )
    .type(TYPES[path.extname(name)] ?? 'application/octet-stream')
    .send(packing === undefined ? plain : files.get(name + packing[1]));
}

/** The codings that a browser takes: all that it names, but for those that it names to refuse. */
function codingsOf(header: string): Set<string> {
  const named = header.split(',').map((one) => one.trim().split(/\s*;\s*/));
  return new Set(
    named.filter(([, q]) => !/^q=0(\.0*)?$/.test(q ?? '')).map(([coding = '']) => coding),
  );
}

/** Null while nothing has been built. */
function readPage(folder: string): Page | null {
  const files = new Map<string, Buffer>();
  for (const name of listFiles(folder)) {
    files.set(name.split(path.sep).join('/'), readFileSync(path.join(folder, name)));
  }
  const index = files.get('index.html');
  if (index === undefined) return null;
  for (const ending of ['', '.br', '.gz']) files.delete(`index.html${ending}`);
  return { index: index.toString().split(NONCE), files };
}

function listFiles(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(folder, name)).isFile(),
  );
}
