import type { RoundState } from '#app/domain/intake/round.ts'
import type { ContentField, ItemGroup, ItemKind, Suspicion } from '#app/domain/people/roster-items.ts'
import { formatCount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

/** A heading of pieces in words. */
export function groupName(group: ItemGroup): string {
  const names: Record<ItemGroup, () => string> = {
    added: m.round_group_added,
    changed: m.round_group_changed,
    removed: m.round_group_removed,
    duplicate: m.round_group_duplicate,
  }
  return names[group]()
}

/** A kind of piece in words. */
export function itemKindName(kind: ItemKind): string {
  const names: Record<ItemKind, () => string> = {
    household: m.round_kind_household,
    returned: m.round_kind_returned,
    place: m.round_kind_place,
    category: m.round_kind_category,
    headcount: m.round_kind_headcount,
    head: m.round_kind_head,
    joined: m.round_kind_joined,
    member: m.round_kind_member,
    card: m.round_kind_card,
    left: m.round_kind_left,
    unlisted: m.round_kind_unlisted,
  }
  return names[kind]()
}

export function suspicionText(suspicion: Suspicion, other: string): string {
  const texts: Record<Suspicion, (inputs: { other: string }) => string> = {
    'id-elsewhere': m.round_suspicion_id_elsewhere,
    'same-head': m.round_suspicion_same_head,
    'same-card': m.round_suspicion_same_card,
  }
  return texts[suspicion]({ other })
}

const OUTCOMES: Record<string, () => string> = {
  applied: m.round_outcome_applied,
  'not-ticked': m.round_outcome_not_ticked,
  'changed-meanwhile': m.round_outcome_changed_meanwhile,
  'live-lots': m.round_outcome_live_lots,
  'open-orders': m.round_outcome_open_orders,
}

export function outcomeText(outcome: string): string {
  return OUTCOMES[outcome]?.() ?? outcome
}

const CATEGORIES: Record<string, () => string> = {
  exited: m.county_category_exited,
  unstable: m.county_category_unstable,
  marginal: m.county_category_marginal,
  sudden: m.county_category_sudden,
  ordinary: m.county_category_ordinary,
}

function fieldName(field: ContentField): string {
  const names: Record<ContentField, () => string> = {
    village: m.round_field_village,
    grid: m.round_field_grid,
    category: m.round_field_category,
    headcount: m.round_field_headcount,
    head: m.round_field_head,
    name: m.round_field_name,
    idNumber: m.round_field_id_number,
    phone: m.round_field_phone,
    personNumber: m.round_field_person_number,
    sex: m.round_field_sex,
    kinship: m.round_field_kinship,
    bankName: m.round_field_bank_name,
    card: m.round_field_card,
    members: m.round_field_members,
  }
  return names[field]()
}

function valueText(field: ContentField, value: string | null): string {
  if (value === null || value === '') return m.round_nothing()
  return field === 'category' ? (CATEGORIES[value]?.() ?? value) : value
}

/** What it was and what it is to be, in a line. What is new altogether has no before. */
export function changeText(
  { field, before, after }: { field: ContentField; before: string | null; after: string | null },
  isNew: boolean,
): string {
  const is = { field: fieldName(field), after: valueText(field, after) }
  return isNew ? m.round_is(is) : m.round_was_is({ ...is, before: valueText(field, before) })
}

export function tickCount({ ticked, count }: { ticked: number; count: number }): string {
  return m.round_count({ ticked: formatCount(ticked), count: formatCount(count) })
}

export function appliedCount({ applied, count }: { applied: number; count: number }): string {
  return m.round_count_applied({ applied: formatCount(applied), count: formatCount(count) })
}

/** How far a round has come. */
export function roundStateName(state: RoundState): string {
  const names: Record<RoundState, () => string> = {
    previewed: m.county_import_previewed,
    waiting: m.round_waiting,
    applied: m.county_import_applied,
    undone: m.round_undone,
  }
  return names[state]()
}
