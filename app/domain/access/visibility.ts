/**
 * Who sees what of a household: one table (design: people's data).
 * Invariant: the public, buyers and inspectors never see a name in full, and a mask never gives back what it hides.
 */
import { isInScope, scopePrefix } from '#app/domain/kernel/ids.ts'
import type { Actor, Role } from './roles.ts'

const NAME_IN_FULL: readonly Role[] = ['village-staff', 'village-lead', 'grid-worker']

/** Whether an actor sees the names of a household in this village (or grid, where it has one) in full. */
export function seesNameInFull(
  actor: Actor | null,
  place: { villageCode: string; gridCode: string | null },
): boolean {
  if (actor === null) return false
  return actor.assignments.some(
    (a) =>
      NAME_IN_FULL.includes(a.role) &&
      a.scopeCode !== null &&
      isInScope(scopePrefix(a.scopeCode), place.gridCode ?? place.villageCode),
  )
}

const COMPOUND_SURNAMES = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 ' +
    '慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 ' +
    '轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五'
  ).split(' '),
)

/** The dots between the parts of a Uyghur, Tibetan or foreign name, as offices type them. */
const NAME_DOT = /[·•‧∙⋅・･．.]/u

/**
 * A name as others see it: the surname and two stars, whatever its length. A compound surname stays whole where a
 * given name follows it; a name with dots keeps its first character only. Nothing stays nothing.
 */
export function maskName(name: string): string {
  const [first = ''] = name.replace(/[\s\p{C}]/gu, '').split(NAME_DOT)
  const hasDot = NAME_DOT.test(name)
  const chars = [...first]
  if (chars.length === 0) return hasDot ? '**' : ''
  const surname = chars.slice(0, 2).join('')
  return `${!hasDot && chars.length > 2 && COMPOUND_SURNAMES.has(surname) ? surname : chars[0]}**`
}

/** A mobile number as others see it, `138****1234`; of anything shorter at most the last two digits. */
export function maskPhone(phone: string): string {
  if (phone.length >= 11) return `${phone.slice(0, 3)}****${phone.slice(-4)}`
  return phone.length >= 7 ? `****${phone.slice(-2)}` : '****'
}

/** A bank card as everyone sees it: its last four digits. */
export function maskBankCard(card: string): string {
  return card.length < 12 ? '*'.repeat(card.length) : `**** ${card.slice(-4)}`
}

/** An ID number as everyone sees it: the first three and the last two, no birthday; of what is no ID number nothing. */
export function maskIdNumber(idNumber: string): string {
  if (idNumber.length < 15) return '*'.repeat(idNumber.length)
  return `${idNumber.slice(0, 3)}${'*'.repeat(idNumber.length - 5)}${idNumber.slice(-2)}`
}

/** A bank card as everyone sees it: its last four digits. */
export function maskCard(card: string): string {
  return card.length < 8 ? '****' : `**** ${card.slice(-4)}`
}
