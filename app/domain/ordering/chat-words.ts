/**
 * A line of chat as words: goods, quantities, prices, villages, and what only holds a sentence together.
 * Invariant: the words follow one another, and only blanks lie between them.
 */
import { FIGURE, readFigure } from './chat-numbers.ts'
import type { SaidQuantity, Vocabulary } from './chat-vocabulary.ts'

export type ChatWord = { from: number; to: number } & (
  | { is: 'goods'; kind: string }
  | { is: 'quantity'; said: SaidQuantity }
  | { is: 'price'; fen: number }
  | { is: 'village'; village: string }
  /** `各`: the quantity is of each of the goods named. */
  | { is: 'each' }
  | { is: 'take-back' }
  /** `同上` */
  | { is: 'same' }
  /** `+1` */
  | { is: 'plus'; count: number }
  | { is: 'question' }
  /** `帮张姐带`, `@小王` */
  | { is: 'whom'; who: string }
  | { is: 'break' }
  | { is: 'filler' }
  | { is: 'unknown' }
)
type Found = ChatWord extends infer Word
  ? Word extends { from: number; to: number }
    ? Omit<Word, 'from' | 'to'>
    : never
  : never

const UNITS =
  '公斤|千克|市斤|斤|kg|克|g(?![a-z])|两|只|个|枚|头|条|羽|颗|对|双|打|箱|袋|把|份|桶|壶|瓶|捆|棵|筐|盒|件|板|坛|罐|串|盘'
const UNIT = new RegExp(UNITS, 'y')
const UNIT_NEXT = new RegExp(`\\s*(${UNITS})`, 'y')
const MONEY =
  /[¥￥]\s*(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)\s*(?:元|块钱|块|毛)(?![来去儿送])/y
const PER_UNIT = new RegExp(`\\s*(?:钱)?\\s*[一每/]\\s*(?:${UNITS})`, 'y')
const TAKE_BACK = /不要了|不用了|不订了|不买了|不想要了|取消|退掉|退了|算了|不要/y
const SAME = /同上|同楼上|同楼主|跟楼上一样|和楼上一样|[跟和]上面一样|照上面|一样的/y
const PLUS = /(?:\+|➕|加)\s*(\d{1,2}|一|二|两|三)(?![\d.])/y
const EACH = /各要|各来|各|每样|都来|都要/y
const QUESTION =
  /[?]|(?:多少钱|什么价|怎么卖)(?:\s*[一每/]\s*(?:公斤|斤|只|个|枚|条|箱|袋|把))?|怎么卖|什么价|有没有|还有没|还有吗|有吗|好吃吗|几点|什么时候|啥时候|怎么|吗|多少/y
const FOR = /(?:帮|给|替)(?:我)?([^\s,，。:：我\d带订定买要拿捎来点]{1,6}?)(?:带|订|定|买|拿|捎|要|来)/y
const MENTION = /@([^\s@,，:：。]{1,12})/y
const BREAK = /[,，、;；。!！\n/&|]|\.(?!\d)|\+|和|还有|另外|以及|再要|再来|再加|外加|然后/y
const FILLER =
  /我们家|我们|我家|我想要|我想订|我想|我要|我|想要|要了|要|来点|来个|来|订购|预订|预定|订|定|买|带|帮忙|帮|给|麻烦|请|谢谢|谢了|多谢|感谢|辛苦了|辛苦|下单|报名|好的|好|收到|嗯嗯|嗯|ok|大家|亲|哈哈|哈|吧|哦|噢|啊|呀|呢|嘛|了|的|也|再|先|就|那|加|换成|改成|大概|大约|差不多|新鲜|本地|农家|大|肥|活|嫩|[()【】「」"“”'‘’~～:：·…*#\-—_=]|\[[^[\]\n]{1,6}\]/y
/** Goods that have the name of other goods in theirs. */
const OTHER_GOODS =
  /玉米|小米|糯米|黑米|虾米|花生米|洋葱|蒜苗|蒜薹|蒜苔|鸡爪|鸡翅|鸡腿|鸡精|鸡毛|鸡块|天鹅|企鹅|鹅卵石|鹅蛋|鸭蛋|皮蛋|米线|米粉|米饭|葱油|红薯粉|红薯干|核桃油|橙汁/y
const EMOJI = /(?:\p{Extended_Pictographic}|\u200d|\ufe0e|\ufe0f)+/uy
/** What looks like a quantity and is none: telephone numbers, times, house numbers, dates. */
const NO_QUANTITY = /\d{5,}|\d{1,2}[:：]\d{2}(?::\d{2})?|\d+(?:号|楼|栋|室|单元|月|日|点|年|分钟)|第\d+/y
const ABOUT_BEFORE = /约|大概|大约|差不多|至少|最少/y
const ABOUT_AFTER = /多|左右|以上|\+(?!\s*\d)|上下|来/y
const TIMES = /[x×*✕]\s*(?=\d)/y

/** The words of a text that was made plain. */
export function readWords(plain: string, vocabulary: Vocabulary): ChatWord[] {
  const words: ChatWord[] = []
  let at = 0
  while (at < plain.length) {
    if (/\s/.test(plain.charAt(at)) && plain.charAt(at) !== '\n') {
      at += 1
      continue
    }
    const { to, ...found } = wordAt(plain, at, vocabulary)
    words.push({ ...found, from: at, to } as ChatWord)
    at = to
  }
  return withoutPartsOfNames(words, plain)
}

function wordAt(plain: string, at: number, vocabulary: Vocabulary): Found & { to: number } {
  const to = (pattern: RegExp) => endOf(pattern, plain, at)
  const none = to(NO_QUANTITY) ?? to(OTHER_GOODS)
  if (none !== null) return { is: 'unknown', to: none }
  const price = priceAt(plain, at)
  if (price) return price
  const goods = vocabulary.goods.find(({ word }) => plain.startsWith(word, at))
  if (goods) return { is: 'goods', kind: goods.kind, to: at + goods.word.length }
  const village = vocabulary.villages.find((name) => plain.startsWith(name, at))
  if (village !== undefined) {
    const end = at + village.length
    return { is: 'village', village, to: endOf(/村/y, plain, end) ?? end }
  }
  const quantity = quantityAt(plain, at, vocabulary)
  if (quantity) return quantity
  const whom = matchAt(FOR, plain, at) ?? matchAt(MENTION, plain, at)
  if (whom) return { is: 'whom', who: whom[1] ?? '', to: at + whom[0].length }
  const plus = plusAt(plain, at, vocabulary)
  if (plus) return plus
  for (const [is, pattern] of KINDS) {
    const end = to(pattern)
    if (end !== null) return { is, to: end }
  }
  // A character outside the basic plane is two of a string's.
  return { is: 'unknown', to: at + String.fromCodePoint(plain.codePointAt(at) ?? 0).length }
}

const KINDS = [
  ['take-back', TAKE_BACK],
  ['same', SAME],
  ['question', QUESTION],
  ['each', EACH],
  ['break', BREAK],
  ['filler', FILLER],
  ['filler', EMOJI],
] as const

function priceAt(plain: string, at: number): { is: 'price'; fen: number; to: number } | null {
  const match = matchAt(MONEY, plain, at)
  if (!match) return null
  const yuan = readFigure(match[1] ?? match[2] ?? '')
  if (yuan === null) return null
  const isJiao = match[0].endsWith('毛')
  const end = at + match[0].length
  return { is: 'price', fen: Math.round(yuan * (isJiao ? 10 : 100)), to: endOf(PER_UNIT, plain, end) ?? end }
}

/** `+1` alone; before goods or with a unit it only adds one more line. */
function plusAt(plain: string, at: number, vocabulary: Vocabulary) {
  const match = matchAt(PLUS, plain, at)
  if (!match) return null
  const end = at + match[0].length
  const isOfGoods = quantityOrGoodsAt(plain, endOf(/\s*/y, plain, end) ?? end, vocabulary)
  return isOfGoods ? null : { is: 'plus' as const, count: readFigure(match[1] ?? '') ?? 1, to: end }
}

function quantityOrGoodsAt(plain: string, at: number, vocabulary: Vocabulary): boolean {
  return endOf(UNIT, plain, at) !== null || vocabulary.goods.some(({ word }) => plain.startsWith(word, at))
}

/** `2只`, `一斤半`, `半斤`, `x3`, `2-3只`, `几只`, `十多斤`, `俩`. */
function quantityAt(plain: string, at: number, vocabulary: Vocabulary) {
  let end = endOf(ABOUT_BEFORE, plain, at) ?? at
  let isAbout = end > at
  end = endOf(TIMES, plain, end) ?? end
  const pair = /[俩仨]/.exec(plain.charAt(end))
  if (pair) {
    return {
      is: 'quantity' as const,
      said: { amount: pair[0] === '俩' ? 2 : 3, unit: '', isAbout },
      to: end + 1,
    }
  }
  const few = endOf(/十?几|好几|若干/y, plain, end)
  const figure = few === null ? figureAt(plain, end) : { amount: null, to: few }
  if (!figure) return null
  const start = end
  end = figure.to
  let { amount } = figure
  const range = matchAt(/\s*[-~到至]\s*(\d+(?:\.\d+)?)(?=\s*[^\d\s])/y, plain, end)
  if (range) {
    amount = null
    end += range[0].length
  }
  const moreThan = endOf(/多|来/y, plain, end)
  if (moreThan !== null && endOf(UNIT, plain, moreThan) !== null) {
    isAbout = true
    end = moreThan
  }
  const unitMatch = matchAt(UNIT_NEXT, plain, end)
  if (unitMatch) end += unitMatch[0].length
  const unit = unitMatch?.[1] ?? ''
  if (unit === '' && !isBareQuantity(plain, start, end, vocabulary)) return null
  const half = unit === '' ? null : endOf(/半/y, plain, end)
  if (half !== null) {
    end = half
    if (amount !== null) amount += 0.5
  }
  const after = unit === '' ? null : endOf(ABOUT_AFTER, plain, end)
  if (after !== null) {
    isAbout = true
    end = after
  }
  return { is: 'quantity' as const, said: { amount, unit, isAbout }, to: end }
}

/** The `两` of `三两` is its unit. */
function figureAt(plain: string, at: number): { amount: number | null; to: number } | null {
  const match = matchAt(FIGURE, plain, at)
  if (!match) return null
  let text = match[0]
  if (text.length > 1 && text.endsWith('两') && endOf(UNIT, plain, at + text.length) === null) {
    text = text.slice(0, -1)
  }
  return { amount: readFigure(text), to: at + text.length }
}

/** A figure without a unit counts in digits, or right before or after the name of goods: `一` is in many words. */
function isBareQuantity(plain: string, from: number, to: number, vocabulary: Vocabulary): boolean {
  if (/\d/.test(plain.charAt(from))) return true
  return vocabulary.goods.some(
    ({ word }) => plain.startsWith(word, to) || plain.slice(0, from).endsWith(word),
  )
}

/** A name of one character that has strange ones beside it is a part of another word. */
function withoutPartsOfNames(words: readonly ChatWord[], plain: string): ChatWord[] {
  const isStrange = (word: ChatWord | undefined) =>
    word?.is === 'unknown' && /\p{Script=Han}/u.test(plain.slice(word.from, word.to))
  return words.map((word, i): ChatWord => {
    if (word.is !== 'goods' || word.to - word.from > 1) return word
    const [before, after] = [words[i - 1], words[i + 1]]
    const isPart =
      (before?.to === word.from && isStrange(before)) || (after?.from === word.to && isStrange(after))
    return isPart ? { is: 'unknown', from: word.from, to: word.to } : word
  })
}

function matchAt(pattern: RegExp, plain: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(plain)
}

function endOf(pattern: RegExp, plain: string, at: number): number | null {
  const match = matchAt(pattern, plain, at)
  return match && match[0].length > 0 ? at + match[0].length : null
}
