import type { DivisionFact } from '#app/domain/intake/divisions.ts'
import { NATION } from '#app/domain/intake/round.ts'
import { groupByRow } from '#app/domain/intake/sheet.ts'
import { type CivilDate, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { isInScope, scopePrefix, shortVillageName } from '#app/domain/kernel/ids.ts'
import type { Transaction } from '../client.server.ts'
import type { Imported, ImportedFile, Importing } from '../intake/importing.server.ts'

const ROWS_A_STATEMENT = 2_000

function shortNameOf(fact: DivisionFact): string {
  return fact.level === 'village' ? shortVillageName(fact.name) : fact.name
}

/**
 * Divisions of the national list: new ones added, renamed ones renamed; none is ended by a list without it. A county
 * changes its own divisions only: what is said otherwise of others is refused.
 */
export async function importDivisions(
  { tx, place, isWriting }: Importing,
  file: ImportedFile<'divisions'>,
): Promise<Imported> {
  const facts = [...file.batches].flat()
  const rows = await tx.division.findMany({ select: { code: true, name: true } })
  const known = new Map(rows.map(({ code, name }) => [code, name]))
  const isNew = ({ code }: DivisionFact) => !known.has(code)
  const isRenamed = ({ code, name }: DivisionFact) => known.has(code) && known.get(code) !== name
  const isForeign = (fact: DivisionFact) =>
    (isNew(fact) || isRenamed(fact)) && !isOfPlace(place.scopeCode, fact.code)
  const foreign = facts.filter(isForeign)
  const own = facts.filter((fact) => !isForeign(fact))
  const added = own.filter(isNew)
  const renamed = own.filter(isRenamed)
  if (isWriting) await writeDivisions(tx, added, renamed, place.today)
  const unchanged = own.length - added.length - renamed.length
  return {
    changes: { added: added.length, changed: renamed.length, removed: 0, unchanged },
    refused: groupByRow(foreign.map(({ row }) => ({ row, column: '', code: 'division-of-another-county' }))),
    rowsRefused: foreign.length,
  }
}

function isOfPlace(scopeCode: string, code: string): boolean {
  return scopeCode === NATION || isInScope(scopePrefix(scopeCode), code)
}

async function writeDivisions(
  tx: Transaction,
  added: readonly DivisionFact[],
  renamed: readonly DivisionFact[],
  today: CivilDate,
): Promise<void> {
  for (let i = 0; i < added.length; i += ROWS_A_STATEMENT) {
    await tx.division.createMany({
      data: added.slice(i, i + ROWS_A_STATEMENT).map((fact) => ({
        code: fact.code,
        name: fact.name,
        shortName: shortNameOf(fact),
        level: fact.level,
        parentCode: fact.parentCode,
        fromDay: toDateColumn(today),
      })),
    })
  }
  for (const fact of renamed) {
    await tx.division.update({
      where: { code: fact.code },
      data: { name: fact.name, shortName: shortNameOf(fact) },
      select: { code: true },
    })
  }
}
