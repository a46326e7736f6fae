/** The categories of a household and the words rosters use for them. The codes are those of the people room. */
import { squeezedText } from './text.ts'

export type CategoryCode = 'exited' | 'unstable' | 'marginal' | 'sudden' | 'ordinary'

const WORDS: Readonly<Record<CategoryCode, readonly string[]>> = {
  exited: ['脱贫户', '已脱贫户', '稳定脱贫户', '脱贫稳定户', '一般脱贫户', '建档立卡脱贫户', 'exited'],
  unstable: ['脱贫不稳定户', '脱贫不稳定', '不稳定脱贫户', '不稳定户', '脱贫监测户', 'unstable'],
  marginal: ['边缘易致贫户', '边缘易致贫', '边缘户', '易致贫户', '边缘易贫户', 'marginal'],
  sudden: ['突发严重困难户', '突发严重困难', '突发困难户', '突发户', '严重困难户', 'sudden'],
  ordinary: ['一般户', '一般农户', '普通户', '普通农户', '非脱贫户', '非监测户', '其他农户', 'ordinary'],
}

export const CATEGORY_CODES: readonly CategoryCode[] = [
  'exited',
  'unstable',
  'marginal',
  'sudden',
  'ordinary',
]

/** Reads a category; null for no word known here. */
export function parseCategory(raw: string): CategoryCode | null {
  const text = squeezedText(raw).replace(/\(.*\)$/, '')
  return CATEGORY_CODES.find((code) => WORDS[code].includes(text)) ?? null
}
