/** `npm run verify`: format, lint, import rules, dead code, types, build, unit, integration and server tests. */
import { pathToFileURL } from 'node:url'
import { check, close } from './checks.mjs'
import { bin, generate, install } from './steps.mjs'

/** Runs every check even if one fails, and answers what each counted. */
export async function verify() {
  await install()
  await generate()
  const results = []
  results.push(await check('format and lint', bin('biome'), ['ci', '--colors=off', '.']))
  results.push(
    await check('import rules', bin('depcruise'), [
      '--config',
      'dependency-cruiser.cjs',
      'app',
      'server',
      'server.ts',
      'scripts',
      'prisma/seed',
    ]),
  )
  results.push(await check('dead code', bin('knip'), []))
  results.push(await check('types', bin('tsc'), ['-p', '.']))
  results.push(await check('build', process.execPath, ['scripts/build.mjs']))
  results.push(
    await check('unit, integration and server tests', bin('vitest'), ['run'], { NODE_ENV: 'test' }),
  )
  return results
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) close(await verify())
