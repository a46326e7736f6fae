/** A household as a roster gives it, checked: what a command can apply. Plain values, so that it can be sent. */
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { CategoryCode } from './category-words.ts'
import type { Sex } from './identity.ts'

export type MemberFact = {
  row: number
  name: string
  isHead: boolean
  /** As written; `户主` or its like for the head. */
  kinship: string
  idNumber: string | null
  bornOn: CivilDate | null
  sex: Sex | null
  phone: string | null
  personNumber: string | null
}

/** `row` is the head's row in the file. */
export type HouseholdFact = {
  row: number
  number: string
  villageCode: string
  gridNumber: number | null
  category: CategoryCode
  /** As stated, and equal to the rows the file gives it, refused members included. */
  headcount: number
  members: MemberFact[]
  /** Rows of this household that were refused: who is missing here has not left the household. */
  refusedMemberCount: number
  bank: { name: string; card: string | null } | null
  perHeadIncomeFen: number | null
  remark: string
}
