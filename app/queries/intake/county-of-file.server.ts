import { readDatabase } from '#app/db/client.server.ts'
import { readImportContext } from '#app/db/intake/import-context.server.ts'
import type { FactOf, IntakeKind } from '#app/domain/intake/check-sheet.ts'
import type { CheckSheet, UnreadableCode } from '#app/domain/intake/checker.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { countyOf } from '#app/domain/kernel/ids.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/** The counties there are, by code. */
async function readCounties(): Promise<string[]> {
  const counties = await readDatabase().division.findMany({
    where: { level: 'county', toDay: null },
    select: { code: true },
    orderBy: { code: 'asc' },
  })
  return counties.map(({ code }) => code)
}

/**
 * The county that most of a file's rows belong to, by the villages and households they name; the only county there
 * is without asking. A file that fits none is taken to be of the first, where its rows say what is wrong with them.
 */
export async function findCountyOfFile(
  kind: Exclude<IntakeKind, 'divisions'>,
  filePath: string,
  checkSheet: CheckSheet,
  now = new Date(),
): Promise<Verdict<string, UnreadableCode | 'county-not-found'>> {
  const counties = await readCounties()
  const [first] = counties
  if (first === undefined) return refuse('county-not-found')
  if (counties.length === 1) return accept(first)
  const place = { scopeCodes: counties, today: civilDateOf(now) }
  const context = await readImportContext(readDatabase(), kind, place)
  const counts = new Map<string, number>()
  const checked = await checkSheet<IntakeKind>(
    filePath,
    { kind, context },
    {
      onChecked() {},
      onFacts(facts) {
        for (const fact of facts) {
          const county = countyOf(villageOf(fact))
          counts.set(county, (counts.get(county) ?? 0) + 1)
        }
      },
    },
  )
  if (!checked.ok) return checked
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  return accept(most?.[0] ?? first)
}

function villageOf(fact: FactOf[IntakeKind]): string {
  return 'villageCode' in fact ? fact.villageCode : fact.code
}
