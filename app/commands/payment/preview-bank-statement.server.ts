import { createHash, randomUUID } from 'node:crypto'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { database } from '#app/db/client.server.ts'
import { sealLines } from '#app/db/payment/bank-lines.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, isPlaceOf, reaches, type Scope } from '#app/domain/access/roles.ts'
import { type CheckedStatement, checkStatement } from '#app/domain/intake/bank-lines.ts'
import type { FileRefusalCode, SheetRefusalCode } from '#app/domain/intake/codes.ts'
import { FILE_KEPT_DAYS, keptFindings } from '#app/domain/intake/round.ts'
import type { SheetRow } from '#app/domain/intake/sheet.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type ImportFileStore, liveImportFiles } from '#app/gateways/import-file-store.server.ts'

/** Reads the rows of a sheet at a path, in a process of its own; brought by the caller. */
export type ReadSheetRows = (
  filePath: string,
  onRows: (rows: SheetRow[]) => void,
) => Promise<Verdict<unknown, SheetRefusalCode>>

export type PreviewStatementInput = { countyCode: string; fileName: string; bytes: Uint8Array }

type Deps = {
  readSheet: ReadSheetRows
  files: Pick<ImportFileStore, 'withOpenFile'>
  now: () => Date
  newId: () => string
}
const liveDeps = { files: liveImportFiles, now: () => new Date(), newId: () => randomUUID() }

const LONGEST_NAME = 120
const MOST_LINES = 20_000
const DAY_MS = 86_400_000

/**
 * Reads a bank statement and keeps its lines, sealed, to be applied. No money is moved. The very same file again is the
 * statement that is there. What was looked at and not applied goes after some days.
 */
export async function previewBankStatement(
  actor: Actor,
  scope: Scope,
  input: PreviewStatementInput,
  given: Pick<Deps, 'readSheet'> & Partial<Deps>,
): Promise<
  Verdict<{ statementId: string; repeated: boolean }, 'not-found' | SheetRefusalCode | FileRefusalCode>
> {
  const deps: Deps = { ...liveDeps, ...given }
  const { countyCode } = input
  const isReached = isPlaceOf('county-office', countyCode) && reaches(scope, countyCode)
  if (!can(actor, 'bank:work') || !isReached) return refuse('not-found')
  const fileHash = createHash('sha256').update(input.bytes).digest('hex')
  const known = await findStatement(countyCode, fileHash)
  if (known !== null) return accept({ statementId: known, repeated: true })
  const rows: SheetRow[] = []
  const read = await deps.files.withOpenFile(input.bytes, (file) =>
    deps.readSheet(file, (more) => {
      rows.push(...more)
    }),
  )
  if (!read.ok) return read
  const checked = checkStatement({ name: null, otherSheets: [], rows })
  if (!checked.ok) return checked
  if (checked.value.lines.length > MOST_LINES) return refuse('too-many-rows', { most: MOST_LINES })
  const id = deps.newId()
  const isNew = await keep({ id, fileHash, checked: checked.value }, actor, input, deps.now())
  if (isNew) return accept({ statementId: id, repeated: false })
  const other = await findStatement(countyCode, fileHash)
  invariant(other !== null, 'who came first has kept it')
  return accept({ statementId: other, repeated: true })
}

async function findStatement(countyCode: string, fileHash: string): Promise<string | null> {
  const found = await database().bankStatement.findUnique({
    where: { countyCode_fileHash: { countyCode, fileHash } },
    select: { id: true },
  })
  return found?.id ?? null
}

/** False where another has kept the same file meanwhile. */
async function keep(
  { id, fileHash, checked }: { id: string; fileHash: string; checked: CheckedStatement },
  actor: Actor,
  { countyCode, fileName }: PreviewStatementInput,
  now: Date,
): Promise<boolean> {
  const days = checked.lines.map(({ day }) => day).sort()
  const [first, last] = [days[0], days.at(-1)]
  const { refused } = keptFindings({ headerRow: 0, refused: checked.refused, warnings: [], warningCount: 0 })
  return inTransaction(async (tx) => {
    await tx.bankStatement.deleteMany({
      where: {
        countyCode,
        state: 'previewed',
        lines: { none: {} },
        uploadedAt: { lt: new Date(now.getTime() - FILE_KEPT_DAYS * DAY_MS) },
      },
    })
    const county = await tx.countySetting.findUnique({ where: { countyCode } })
    const ownEnd = county?.transferAccount.replace(/\D/g, '').slice(-4) ?? ''
    const written = await tx.bankStatement.createMany({
      data: [
        {
          id,
          countyCode,
          fileName: [...fileName].slice(-LONGEST_NAME).join(''),
          fileHash,
          state: 'previewed',
          rowCount: checked.rows,
          leftOutCount: checked.leftOut,
          lineCount: checked.lines.length,
          refused,
          isOtherAccount: checked.accountEnd !== null && ownEnd !== '' && checked.accountEnd !== ownEnd,
          firstDay: first === undefined ? null : toDateColumn(first),
          lastDay: last === undefined ? null : toDateColumn(last),
          linesSealed: sealLines(checked.lines),
          uploadedBy: actor.accountId,
        },
      ],
      skipDuplicates: true,
    })
    if (written.count === 0) return false
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'bank:preview',
      subjectKind: 'bank-statement',
      subjectId: id,
      facts: { rows: checked.rows, lines: checked.lines.length, refused: checked.refused.length },
    })
    return true
  })
}
