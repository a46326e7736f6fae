/**
 * What a household counts as. Only the help categories count in help totals; an ordinary household may sell.
 */

export type HouseholdCategory = 'exited' | 'unstable' | 'marginal' | 'sudden' | 'ordinary'

/** Every category, in the order reports list them. */
export const HOUSEHOLD_CATEGORIES: readonly HouseholdCategory[] = [
  'exited',
  'unstable',
  'marginal',
  'sudden',
  'ordinary',
]

/** The categories whose sales are help: lots of these households come first. */
export const HELP_CATEGORIES: readonly HouseholdCategory[] = ['exited', 'unstable', 'marginal', 'sudden']

/** Whether a household of this category counts in help totals. */
export function isHelpCategory(category: HouseholdCategory): boolean {
  return category !== 'ordinary'
}
