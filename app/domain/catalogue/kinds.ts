/** The kinds of goods a catalogue is filtered by, in the order they are offered. */
export const goodsKinds = ['fowl', 'veg', 'fruit', 'grain', 'fish', 'jar'] as const

export type GoodsKind = (typeof goodsKinds)[number]

export function isGoodsKind(text: string): text is GoodsKind {
  return goodsKinds.some((kind) => kind === text)
}
