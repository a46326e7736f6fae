import { addChanges, type Changes, NO_CHANGES } from '#app/domain/intake/round.ts'
import { ancestorCode, scopePrefix } from '#app/domain/kernel/ids.ts'
import { changeOfItems, UNLISTED } from '#app/domain/people/roster-items.ts'
import { database, type Transaction } from '../client.server.ts'
import {
  addItems,
  type ItemOutcome,
  type KeptItem,
  readTicked,
  settleItems,
} from '../intake/import-items.server.ts'
import type { Imported, ImportedFile, Importing } from '../intake/importing.server.ts'
import { closeHouseholds } from './close-households.server.ts'
import {
  type Compared,
  comparePart,
  type FileIndex,
  indexFile,
  readUnlisted,
  tickedOf,
} from './roster-comparison.server.ts'
import { type AliasesTaken, type HouseholdWrite, writeHouseholds } from './write-households.server.ts'

const UNLISTED_A_PART = 1_000

/** Where the pieces that are found go: kept with the round, or, where it is applied, written as far as they are ticked. */
type Round = {
  found(pieces: readonly KeptItem[]): Promise<void>
  write(compared: readonly Compared[]): Promise<void>
  close(unlisted: readonly { id: number; fingerprint: string }[]): Promise<void>
  end(): Promise<void>
}

/**
 * A roster, part by part. Looking at it keeps what it would change as pieces with ticks; applying it writes the pieces
 * that are ticked and are still as they were ticked, and nothing else.
 */
export async function importHouseholds(
  importing: Importing,
  file: ImportedFile<'households'>,
): Promise<Imported> {
  const { countyCode } = importing.place
  const index = indexFile(file)
  const round = await openRound(importing)
  const towns = new Set<string>()
  let changes: Changes = NO_CHANGES
  let rows = 0
  for (const facts of file.batches) {
    for (const { villageCode, members } of facts) {
      towns.add(ancestorCode(villageCode, 'town'))
      rows += members.length
    }
    const compared = await comparePart(database(), countyCode, facts, index)
    changes = addChanges(changes, countChanges(compared))
    await round.found(compared.flatMap(({ pieces }) => pieces.map(({ kept }) => kept)))
    await round.write(compared)
    await importing.onProgress?.(rows)
  }
  const removed = await goThroughUnlisted([...towns].map(scopePrefix), index, round)
  await round.end()
  return { changes: { ...changes, removed }, refused: [], rowsRefused: 0 }
}

function countChanges(compared: readonly Compared[]): Changes {
  const has = (group: string, { pieces }: Compared) => pieces.some(({ item }) => item.group === group)
  const added = compared.filter((each) => has('added', each)).length
  const changed = compared.filter((each) => has('changed', each)).length
  const suspected = compared.filter(
    (each) => has('duplicate', each) && !has('added', each) && !has('changed', each),
  ).length
  const unchanged = compared.length - added - changed - suspected
  return { added, changed, removed: 0, unchanged, ...(suspected > 0 ? { suspected } : {}) }
}

async function goThroughUnlisted(prefixes: string[], file: FileIndex, round: Round): Promise<number> {
  let count = 0
  let after: number | null = prefixes.length === 0 ? null : 0
  while (after !== null) {
    const { unlisted, last } = await readUnlisted(database(), prefixes, file, UNLISTED, {
      after,
      take: UNLISTED_A_PART,
    })
    await round.found(unlisted.map(({ kept }) => kept))
    await round.close(unlisted)
    count += unlisted.length
    after = last
  }
  return count
}

const LOOK_ONLY: Round = {
  found: async () => {},
  write: async () => {},
  close: async () => {},
  end: async () => {},
}

async function openRound(importing: Importing): Promise<Round> {
  const { roundId, tx } = importing
  if (roundId === null) return LOOK_ONLY
  return importing.isWriting ? writingRound(importing, roundId) : keepingRound(tx, roundId)
}

function keepingRound(tx: Transaction, roundId: string): Round {
  let count = 0
  return {
    ...LOOK_ONLY,
    async found(pieces) {
      await addItems(tx, roundId, pieces, count)
      count += pieces.length
    },
  }
}

async function writingRound({ tx, place }: Importing, roundId: string): Promise<Round> {
  const ticked = await readTicked(tx, roundId)
  const aliases: AliasesTaken = new Map()
  const outcomes = new Map<string, ItemOutcome>()
  return {
    ...LOOK_ONLY,
    async write(compared) {
      const writes = compared.flatMap((each): HouseholdWrite[] => {
        const items = tickedOf(each, ticked)
        for (const { kept } of each.pieces) {
          if (ticked.has(kept.fingerprint)) outcomes.set(kept.fingerprint, 'applied')
        }
        const { listed, known } = each
        return items.length === 0 ? [] : [{ listed, known, change: changeOfItems(known, items) }]
      })
      await writeHouseholds(tx, place, roundId, writes, aliases)
    },
    async close(unlisted) {
      const chosen = unlisted.filter(({ fingerprint }) => ticked.has(fingerprint))
      const busy = await closeHouseholds(
        tx,
        place,
        roundId,
        chosen.map(({ id }) => id),
      )
      for (const { id, fingerprint } of chosen) outcomes.set(fingerprint, busy.get(id) ?? 'applied')
    },
    end: () => settleItems(tx, roundId, outcomes),
  }
}
