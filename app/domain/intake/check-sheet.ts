/** The kinds of file an import takes, each with its check, so that a caller needs no switch of its own. */
import type { Verdict } from '#app/domain/kernel/verdict.ts'
import type { FileRefusalCode } from './codes.ts'
import { checkDivisions, type DivisionFact, type DivisionsContext } from './divisions.ts'
import { checkEvents, type EventFact, type EventsContext } from './events.ts'
import { checkGoods, type GoodsContext, type GoodsFact } from './goods.ts'
import type { HouseholdFact } from './household-fact.ts'
import { checkHouseholds, type HouseholdsContext } from './households.ts'
import { checkPairings, type PairingFact, type PairingsContext } from './pairings.ts'
import type { Checked, Sheet } from './sheet.ts'

export const INTAKE_KINDS = ['divisions', 'households', 'goods', 'pairings', 'events'] as const

export type IntakeKind = (typeof INTAKE_KINDS)[number]

/** What checking each kind must be told; plain values, so that it can be sent to another process. */
export type ContextOf = {
  divisions: DivisionsContext
  households: HouseholdsContext
  goods: GoodsContext
  pairings: PairingsContext
  events: EventsContext
}

/** What an accepted row, or household of rows, of each kind becomes. */
export type FactOf = {
  divisions: DivisionFact
  households: HouseholdFact
  goods: GoodsFact
  pairings: PairingFact
  events: EventFact
}

type Checks = {
  [Kind in IntakeKind]: (
    sheet: Sheet,
    context: ContextOf[Kind],
  ) => Verdict<Checked<FactOf[Kind]>, FileRefusalCode>
}

const CHECKS: Checks = {
  divisions: checkDivisions,
  households: checkHouseholds,
  goods: checkGoods,
  pairings: checkPairings,
  events: checkEvents,
}

/** Checks a sheet as a file of one kind. Refusals of the whole file are the Verdict's; those of rows in its value. */
export function checkSheet<Kind extends IntakeKind>(
  sheet: Sheet,
  kind: Kind,
  context: ContextOf[Kind],
): Verdict<Checked<FactOf[Kind]>, FileRefusalCode> {
  return CHECKS[kind](sheet, context)
}
