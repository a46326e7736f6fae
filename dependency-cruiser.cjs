/** Who may import whom (docs/decisions/0001). Arrows go down only; no circles, types included. */

const APP = '^app/'

/** A folder may import, of our own folders, only those named. `paths.ts` is open to most. */
function mayImport(from, allowed, options = {}) {
  const names = [from, ...allowed].join('|')
  const paths = options.noPaths ? '' : '|paths\\.ts$'
  return {
    name: `${from}-imports-down`,
    severity: 'error',
    comment: `app/${from} may import ${[...allowed].join(', ') || 'nothing of ours'}`,
    from: { path: `^app/${from}/` },
    to: { path: APP, pathNot: `^app/((${names})/${paths})` },
  }
}

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    // What Vite turns into an address (`?url`) is no module to resolve.
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^zxing-wasm/.*\\?url$' },
    },
    mayImport('routes', ['web', 'queries', 'commands', 'files', 'ui', 'desk', 'i18n', 'domain']),
    mayImport('jobs', ['commands', 'queries', 'files', 'config', 'domain']),
    mayImport('web', ['db', 'domain', 'i18n', 'config']),
    mayImport('commands', ['domain', 'db', 'gateways']),
    mayImport('queries', ['domain', 'db']),
    mayImport('files', ['domain', 'i18n']),
    mayImport('ui', ['domain', 'i18n']),
    mayImport('desk', ['domain']),
    mayImport('gateways', ['domain', 'i18n', 'config']),
    mayImport('db', ['domain', 'config'], { noPaths: true }),
    mayImport('i18n', ['domain']),
    mayImport('config', [], { noPaths: true }),
    {
      name: 'routes-do-not-import-routes',
      severity: 'error',
      from: { path: '^app/routes/(.+)' },
      to: { path: '^app/routes/', pathNot: '^app/routes/$1$' },
    },
    {
      name: 'commands-do-not-chain',
      severity: 'error',
      from: { path: '^app/commands/(.+)', pathNot: '\\.test\\.ts$' },
      to: { path: '^app/commands/', pathNot: '^app/commands/$1$' },
    },
    {
      name: 'rooms-do-not-meet',
      severity: 'error',
      comment: 'a domain room imports the kernel and itself',
      from: { path: '^app/domain/([^/]+)/' },
      to: { path: APP, pathNot: '^app/domain/($1|kernel)/' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^app/domain/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg'] },
    },
    {
      name: 'generated-client-stays-in-db',
      severity: 'error',
      from: { pathNot: '^app/db/' },
      to: { path: '^app/db/generated/' },
    },
    {
      name: 'remix-at-the-edge',
      severity: 'error',
      comment: 'keeps the way to React Router 7 a mechanical day (docs/decisions/0002)',
      from: { path: APP, pathNot: '^app/(routes/|web/|routes\\.ts|root\\.tsx|entry\\.|ui/)' },
      // The form parser is of the same makers and no part of Remix 2.
      to: { path: 'node_modules/@remix-run/(?!form-data-parser/)' },
    },
    {
      name: 'app-never-imports-tests-or-seed',
      severity: 'error',
      from: { path: '^(app|server)', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(tests|prisma/seed|scripts)/' },
    },
    {
      name: 'server-imports',
      severity: 'error',
      from: { path: '^server(/|\\.ts$)' },
      to: { path: APP, pathNot: `^app/(config|db|web)/|^app/entry\\.server` },
    },
    {
      name: 'seed-does-not-import-tests',
      severity: 'error',
      from: { path: '^(prisma/seed|scripts)/' },
      to: { path: '^tests/' },
    },
  ],
  options: {
    doNotFollow: { path: '(node_modules|^app/db/generated)' },
    exclude: { path: '^(app/i18n/generated|build)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.css', '.json'],
    },
  },
}
