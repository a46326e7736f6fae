/**
 * What a household needs to take part, beyond its goods.
 * Invariant: what is kept is one of these codes, each once.
 */

/** `door-step`: it can't travel, so its goods are fetched from the door. */
export const ACCESS_NEEDS = ['door-step'] as const
export type AccessNeed = (typeof ACCESS_NEEDS)[number]

export function isDoorStep(needs: readonly string[]): boolean {
  return needs.includes('door-step')
}
