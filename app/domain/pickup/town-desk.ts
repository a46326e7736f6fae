/** What a town desk sees of each village: what is due, short, unreconciled and late. */
export const TOWN_DESK_ITEMS = [
  'coming',
  'to-cut-off',
  'to-close',
  'short',
  'unpaid',
  'open-differences',
  'late-events',
  'late-differences',
] as const
export type TownDeskItem = (typeof TOWN_DESK_ITEMS)[number]

/** Rows behind each figure, and of those unpaid what they come to. */
export type TownDeskFigures = Record<TownDeskItem, number> & { unpaidFen: number }
