/** `npm run audit [-- --json]`: every invariant over the live database. Exit code 1 if any fails. */
import { disconnect } from '#app/db/client.server.ts'
import { runAudit } from '#app/queries/audit/run-audit.server.ts'
import { openDatabase } from '#server/open-database.ts'

const asJson = process.argv.includes('--json')
const database = await openDatabase()
try {
  const report = await runAudit()
  if (asJson) {
    process.stdout.write(`${JSON.stringify(report)}\n`)
  } else {
    for (const check of report.checks) {
      process.stdout.write(`${check.ok ? 'ok  ' : 'FAIL'}  ${check.name} (${check.checked})\n`)
      for (const d of check.differences) {
        process.stdout.write(`      ${d.what}: expected ${d.expected}, found ${d.found}\n`)
      }
    }
    process.stdout.write(report.ok ? 'All checks hold.\n' : 'Some checks failed.\n')
  }
  process.exitCode = report.ok ? 0 : 1
} finally {
  await disconnect()
  await database.stop()
}
