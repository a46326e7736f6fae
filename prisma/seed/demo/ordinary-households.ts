/** Ordinary households of each village, who sell beside the others and are not on the town's roster of poor ones. */
import { applyImport } from '#app/commands/intake/apply-import.server.ts'
import { previewImport } from '#app/commands/intake/preview-import.server.ts'
import { parseIdNumber } from '#app/domain/intake/identity.ts'
import { checkSheetInChild } from '#app/files/read-sheet-in-child.server.ts'
import type { Chance } from './chance.ts'
import { type DemoPerson, done, scopeFor } from './people.ts'

const HEADER = '行政村,户编号,姓名,证件号码,家庭人口数,与户主关系,户类型'
const A_VILLAGE = 2
const LATER = '2099-01-01'
const check = { checkSheet: checkSheetInChild }

/** Their roster, sent in as any other. Names are those that `nextName` invents. */
export async function importOrdinaryHouseholds(
  office: DemoPerson,
  input: { countyCode: string; villages: readonly { name: string }[]; nextName: () => string },
  chance: Chance,
): Promise<void> {
  const lines = input.villages.flatMap(({ name: village }, v) =>
    Array.from({ length: A_VILLAGE }, (_, n) => {
      const number = `510981${String(8_000_000 + v * A_VILLAGE + n + 1)}`
      return householdLines(village, number, input.nextName, chance)
    }).flat(),
  )
  const bytes = new TextEncoder().encode(`\uFEFF${[HEADER, ...lines].join('\r\n')}`)
  const file = {
    kind: 'households' as const,
    scopeCode: input.countyCode,
    fileName: '一般户花名册.csv',
    bytes,
    isKept: true,
  }
  const preview = done(
    await previewImport(office.actor, scopeFor(office, 'import:preview'), file, check),
    file.fileName,
  )
  const round = { roundId: preview.roundId ?? '' }
  const applied = done(
    await applyImport(office.actor, scopeFor(office, 'import:apply'), round, check),
    file.fileName,
  )
  if (applied.refused.length > 0) throw new Error(`${file.fileName}: ${applied.refused[0]?.code}`)
}

/** A sound number that nobody has: born on the first of a month, with an order no office gives out. */
function inventedId(chance: Chance, order: number): string {
  const month = String(chance.between(1, 12)).padStart(2, '0')
  const seventeen = `510981${chance.between(1950, 1995)}${month}01${900 + order}`
  const check = [...'0123456789X'].find((one) => parseIdNumber(seventeen + one, LATER).ok)
  return `${seventeen}${check}`
}

let people = 0

function householdLines(village: string, number: string, nextName: () => string, chance: Chance): string[] {
  const headcount = chance.between(1, 3)
  return Array.from({ length: headcount }, (_, i) => {
    const kinship = ['户主', '配偶', '之子'][i] ?? '其他'
    people += 1
    return [
      `${village}村`,
      number,
      nextName(),
      inventedId(chance, people % 100),
      headcount,
      kinship,
      '一般户',
    ].join()
  })
}
