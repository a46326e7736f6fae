import type { CleaningRule, FindingState } from '#app/domain/people/cleaning-rules.ts'
import { formatCount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

/** A cleaning rule in words. */
export function ruleName(rule: CleaningRule): string {
  const names: Record<CleaningRule, () => string> = {
    'id-checksum': m.cleaning_rule_id_checksum,
    'id-twice': m.cleaning_rule_id_twice,
    'no-head': m.cleaning_rule_no_head,
    'headcount-differs': m.cleaning_rule_headcount_differs,
    'sales-after-removal': m.cleaning_rule_sales_after_removal,
    'grid-size': m.cleaning_rule_grid_size,
    'grid-workers': m.cleaning_rule_grid_workers,
  }
  return names[rule]()
}

export function findingStateName(state: FindingState): string {
  const names: Record<FindingState, () => string> = {
    open: m.cleaning_state_open,
    'put-right': m.cleaning_state_put_right,
    accepted: m.cleaning_state_accepted,
  }
  return names[state]()
}

/** What is wrong with one household or grid, in its figures. */
export function findingText(rule: CleaningRule, facts: Record<string, string | number>): string {
  const said = (name: string) => {
    const value = facts[name] ?? 0
    return typeof value === 'number' ? formatCount(value) : value
  }
  const texts: Record<CleaningRule, () => string> = {
    'id-checksum': () => m.cleaning_fact_id_checksum({ members: said('members') }),
    'id-twice': () => m.cleaning_fact_id_twice({ members: said('members') }),
    'no-head': () => m.cleaning_fact_no_head({ members: said('members') }),
    'headcount-differs': () =>
      m.cleaning_fact_headcount_differs({ stated: said('stated'), members: said('members') }),
    'sales-after-removal': () =>
      m.cleaning_fact_sales_after_removal({ closedOn: said('closedOn'), sales: said('sales') }),
    'grid-size': () => m.cleaning_fact_grid_size({ households: said('households') }),
    'grid-workers': () => m.cleaning_fact_grid_workers({ workers: said('workers') }),
  }
  return texts[rule]()
}

type Owner = { role: 'village-staff' | 'town-desk'; place: string; holders: number }

export function ownerText({ role, place, holders }: Owner): string {
  const name = role === 'town-desk' ? m.cleaning_owner_town({ place }) : m.cleaning_owner_village({ place })
  return holders === 0 ? `${name}${m.cleaning_owner_nobody()}` : name
}
