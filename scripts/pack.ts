// `npm run pack`: builds the SDK as merchants install it, and packs it as dist/tarik-sdk.tgz, or in
// the folder that is named. The wire is built in, so that the package needs no other.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'rolldown';

const ROOT = path.join(import.meta.dirname, '..');
const SDK = path.join(ROOT, 'packages/sdk');
const DIST = path.resolve(process.argv[2] ?? path.join(ROOT, 'dist'));
const STAGE = path.join(DIST, 'sdk');
const TSC = path.join(ROOT, 'node_modules/@typescript/native/bin/tsc');

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(fs.readFileSync(path.join(SDK, 'package.json'), 'utf8')) as Manifest;
/** `index` → `src/index.ts`, and so on: the files that package.json exports. */
const entries = Object.fromEntries(
  Object.values(manifest.exports).map((file) => [
    file.replace(/^\.\/src\//, '').replace(/\.ts$/, ''),
    path.join(SDK, file),
  ]),
);

fs.rmSync(STAGE, { recursive: true, force: true });
await bundle('esm', 'js');
await bundle('cjs', 'cjs');
declare();
fs.copyFileSync(path.join(SDK, 'README.md'), path.join(STAGE, 'README.md'));
fs.copyFileSync(path.join(ROOT, 'LICENSE'), path.join(STAGE, 'LICENSE'));
fs.writeFileSync(path.join(STAGE, 'package.json'), `${JSON.stringify(published(), null, 2)}\n`);
process.stdout.write(`${pack()}\n`);

async function bundle(format: 'esm' | 'cjs', extension: 'js' | 'cjs'): Promise<void> {
  await build({
    input: entries,
    platform: 'node',
    external: /^node:/,
    write: true,
    logLevel: 'warn',
    output: {
      dir: STAGE,
      format,
      entryFileNames: `[name].${extension}`,
      chunkFileNames: `shared-[hash].${extension}`,
      sourcemap: false,
    },
  });
}

/** Types for both kinds of module: the same text, with each kind's own extensions. */
function declare(): void {
  const types = path.join(STAGE, 'types');
  const options = ['--declaration', '--emitDeclarationOnly', '--stripInternal'];
  const project = ['--project', path.join(SDK, 'tsconfig.build.json')];
  execFileSync(process.execPath, [TSC, ...project, ...options, '--outDir', types], {
    stdio: ['ignore', 2, 2],
  });
  for (const name of fs.readdirSync(types, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(types, name);
    if (!name.endsWith('.d.ts')) continue;
    const text = fs.readFileSync(file, 'utf8');
    const pointing = (extension: string): string =>
      text.replaceAll(/((?:from|import\()\s*'\.[^']*)\.ts'/g, `$1.${extension}'`);
    fs.writeFileSync(file, pointing('js'));
    fs.writeFileSync(file.replace(/\.d\.ts$/, '.d.cts'), pointing('cjs'));
  }
  prune(types);
}

/** Removes the declarations that no exported one leads to: those of the inside. */
function prune(types: string): void {
  const reached = new Set<string>();
  const ahead = Object.keys(entries).map((name) => path.join(types, `${name}.d.ts`));
  for (let file = ahead.pop(); file !== undefined; file = ahead.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const imports = fs.readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']*)\.js'/g);
    for (const [, to = ''] of imports) ahead.push(path.join(path.dirname(file), `${to}.d.ts`));
  }
  for (const name of fs.readdirSync(types, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(types, name).replace(/\.cts$/, '.ts');
    if (file.endsWith('.d.ts') && !reached.has(file)) fs.rmSync(path.join(types, name));
  }
}

/** The manifest as merchants get it: built files in place of sources, no dependency. */
function published(): object {
  const { exports: own, ...rest } = manifest;
  const exported = Object.fromEntries(
    Object.entries(own).map(([name, source]) => {
      const file = source.replace(/^\.\/src\//, '').replace(/\.ts$/, '');
      const both = (extension: string, types: string): object => ({
        types: `./types/${file}.${types}`,
        default: `./${file}.${extension}`,
      });
      return [name, { import: both('js', 'd.ts'), require: both('cjs', 'd.cts') }];
    }),
  );
  return {
    ...rest,
    dependencies: undefined,
    devDependencies: undefined,
    private: undefined,
    exports: { ...exported, './package.json': './package.json' },
    main: './index.cjs',
    module: './index.js',
    types: './types/index.d.ts',
    sideEffects: false,
    engines: { node: '>=20.19' },
  };
}

function pack(): string {
  const npm = process.env['npm_execpath'];
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', DIST];
  const [program, all] = npm ? [process.execPath, [npm, ...args]] : ['npm', args];
  const made = execFileSync(program, all, {
    cwd: STAGE,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 2],
  });
  const target = path.join(DIST, 'tarik-sdk.tgz');
  fs.renameSync(path.join(DIST, made.trim()), target);
  return target;
}
