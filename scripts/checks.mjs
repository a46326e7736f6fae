/** The checks of verify and test: each runs to its end, counts what it ran, and says so in one line. */
import { spawn } from 'node:child_process'
import { isWindows } from './steps.mjs'

const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

function countsOf(output) {
  const text = output.replace(ANSI, '')
  // Vitest's closing line, else Playwright's.
  const vitest = /^\s*Tests\s+(.+)$/m.exec(text)?.[1]
  if (vitest) {
    return {
      passed: Number(/(\d+) passed/.exec(vitest)?.[1] ?? 0),
      failed: Number(/(\d+) failed/.exec(vitest)?.[1] ?? 0),
    }
  }
  const passed = /^\s*(\d+) passed/m.exec(text)?.[1]
  if (passed === undefined) return null
  return { passed: Number(passed), failed: Number(/^\s*(\d+) (?:failed|did not run)/m.exec(text)?.[1] ?? 0) }
}

/** Runs one check. Answers its counts: a test run's own, else one passed or one failed. */
export async function check(name, command, args, env = {}) {
  process.stdout.write(`\n── ${name}\n`)
  const began = Date.now()
  const { code, output } = await new Promise((resolve) => {
    let text = ''
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: isWindows,
      env: { ...process.env, ...env },
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        text += chunk
        process.stdout.write(chunk)
      })
    }
    child.once('error', (error) => resolve({ code: 1, output: String(error) }))
    child.once('exit', (exit) => resolve({ code: exit ?? 1, output: text }))
  })
  const counts = countsOf(output) ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  process.stdout.write(
    `── ${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - began) / 1000).toFixed(0)} s\n`,
  )
  return { name, ...counts }
}

/** Prints the closing line and sets the exit code. */
export function close(results) {
  const failedNames = results.filter((r) => r.failed > 0).map((r) => r.name)
  if (failedNames.length > 0) process.stdout.write(`\nfailed: ${failedNames.join(', ')}\n`)
  const passed = results.reduce((sum, r) => sum + r.passed, 0)
  const failed = results.reduce((sum, r) => sum + r.failed, 0)
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
}
