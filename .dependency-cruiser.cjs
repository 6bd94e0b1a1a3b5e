// Which package may import which. The floors inside the gateway are kept by its tidy test.
const code = '(\\.test\\.ts|/tests?/)'; // a test may import more than what it tests

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or the shared part is a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'wire-is-pure',
      comment: 'A stranger installs the wire by itself: bytes in, values out, no I/O.',
      severity: 'error',
      from: { path: '^packages/wire/src', pathNot: code },
      to: {
        pathNot: [
          '^packages/wire/src',
          '(^|/)node_modules/(zod|lossless-json)/',
          '^(node:)?crypto$',
        ],
      },
    },
    {
      name: 'bank-stands-alone',
      comment: 'The simulator checks the gateway, so it shares nothing with it but the wire.',
      severity: 'error',
      from: { path: '^packages/simulator' },
      to: { path: '^(packages/(?!simulator/|wire/)|examples|bench|torture)' },
    },
    {
      name: 'gateway-without-bank',
      comment: 'A production process holds no simulator. The sandbox starts one; tests use one.',
      severity: 'error',
      from: { path: '^packages/gateway', pathNot: [code, '^packages/gateway/src/sandbox/'] },
      to: { path: '^packages/simulator' },
    },
    {
      name: 'nothing-needs-the-gateway',
      comment: 'What merchants install must not drag a server and a database driver along.',
      severity: 'error',
      from: { path: '^(packages/(?!gateway/)|examples)', pathNot: code },
      to: { path: '^packages/gateway' },
    },
    {
      name: 'only-the-wire-below-the-sdk',
      severity: 'error',
      from: { path: '^packages/sdk/src', pathNot: code },
      to: { path: '^packages/(?!sdk/|wire/)' },
    },
    {
      name: 'kit-knows-only-the-wire',
      comment: 'The conformance kit is a stranger to what it checks: it may be any implementation.',
      severity: 'error',
      from: { path: '^conformance' },
      to: { path: '^(packages/(?!wire/)|examples|bench|torture|scripts)' },
    },
    {
      name: 'page-is-a-browser',
      comment:
        'The page speaks to the gateway over its API alone: no code of the server, nothing of Node.',
      severity: 'error',
      from: { path: '^packages/backoffice/src' },
      to: {
        path: '^(packages/(?!backoffice/src/)|examples|bench|torture|scripts)',
      },
    },
    {
      name: 'measuring-is-not-the-product',
      comment: 'bench/, torture/ and scripts/ look at the product; it must not know of them.',
      severity: 'error',
      from: { path: '^(packages|examples)' },
      to: { path: '^(bench|torture|scripts)' },
    },
    {
      name: 'auditor-shares-nothing',
      comment:
        'The auditor judges the gateway, the bank and the client: it must not think with their heads.',
      severity: 'error',
      from: { path: '^torture/audit', pathNot: code },
      to: { path: '^(packages|bench|examples|scripts|torture/(?!audit/|logs\\.ts))' },
    },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { path: '^packages/[^/]+/src', pathNot: code },
      to: { path: code },
    },
    {
      name: 'found',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.toolchain)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
