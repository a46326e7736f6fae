import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChatDoubt, type ChatPiece, readChat } from './chat-orders.ts'
import type { ChatOffer } from './chat-vocabulary.ts'

const PIECES = { orderedBy: 'piece', pricedBy: 'piece', step: 1, usualPieceGrams: null } as const
const WEIGHED = {
  orderedBy: 'piece',
  pricedBy: 'jin',
  step: 1,
  usualPieceGrams: { least: 3500, most: 4750 },
} as const
const JIN = { orderedBy: 'weight', pricedBy: 'jin', step: 500, usualPieceGrams: null } as const

function offer(offerId: number, name: string, changes: Partial<ChatOffer> = {}): ChatOffer {
  return {
    offerId,
    name,
    synonyms: [],
    village: '白鹿垭',
    isPaired: false,
    unitPriceFen: 1000,
    measure: JIN,
    pieceUnit: null,
    ...changes,
  }
}

const FOWL = { measure: PIECES, pieceUnit: '只' }
const OFFERS: ChatOffer[] = [
  offer(1, '大白鹅', { ...FOWL, synonyms: ['鹅', '白鹅', '土鹅'], unitPriceFen: 12_000, isPaired: true }),
  offer(2, '大白鹅', {
    ...FOWL,
    synonyms: ['鹅', '白鹅', '土鹅'],
    unitPriceFen: 11_000,
    village: '红碑',
  }),
  offer(3, '大白鹅（过秤）', {
    ...FOWL,
    measure: WEIGHED,
    synonyms: ['活鹅', '称重大白鹅'],
    unitPriceFen: 1680,
  }),
  offer(4, '土鸡', { ...FOWL, synonyms: ['鸡', '土母鸡', '土公鸡'], unitPriceFen: 9000 }),
  offer(5, '土鸡蛋', { measure: PIECES, pieceUnit: '个', synonyms: ['鸡蛋', '土蛋'], village: '红碑' }),
  offer(6, '红薯', { synonyms: ['红苕', '地瓜'] }),
  offer(7, '血橙', { synonyms: ['橙子', '塔罗科'], village: '红碑' }),
  offer(8, '莴笋', { synonyms: ['青笋', '莴苣'] }),
  offer(9, '菜籽油', { synonyms: ['菜油', '清油'] }),
  offer(10, '核桃', { synonyms: ['干核桃'] }),
  offer(11, '大米', { synonyms: ['米', '稻米'] }),
  offer(12, '大葱', { synonyms: ['葱'] }),
  offer(13, '大蒜', { synonyms: ['蒜', '蒜头'] }),
]
const GEESE = [1, 2, 3]

/** Pieces in short: who, of which offers, how much, and why it is to be looked at; or what was not understood. */
type Short =
  | [who: string | null, offerIds: number[], quantity: number | null, ...doubts: ChatDoubt[]]
  | string

function short(pieces: readonly ChatPiece[]): Short[] {
  return pieces.flatMap((piece): Short[] => {
    if (piece.kind === 'order') {
      return piece.lines.map((line) => [piece.asker, line.offerIds, line.quantity, ...line.doubts])
    }
    return [
      piece.kind === 'rest' ? `${piece.why}: ${piece.text}` : `take-back ${piece.lineCount}: ${piece.text}`,
    ]
  })
}

const MESSAGES: [message: string, ...expected: Short[]][] = [
  // Plain lines.
  ['张姐：白鹅2只，红薯10斤', ['张姐', GEESE, 2, 'which-one'], ['张姐', [6], 5000]],
  ['我要三只鹅 一箱血橙', [null, GEESE, 3, 'which-one'], [null, [7], null, 'unit-mismatch']],
  ['李科长 20:13\n土鸡蛋30个+', ['李科长', [5], 30, 'about']],
  ['2斤菜籽油、莴笋五斤（送到单位）', [null, [9], 1000], [null, [8], 2500], 'other-words: （送到单位）'],
  ['红薯10斤', [null, [6], 5000]],
  ['10斤红薯', [null, [6], 5000]],
  ['红薯，10斤', [null, [6], 5000]],
  ['10斤，红薯', [null, [6], 5000]],
  ['红薯 １０ 斤', [null, [6], 5000]],
  ['白鹅2只红薯10斤土鸡1只', [null, GEESE, 2, 'which-one'], [null, [6], 5000], [null, [4], 1]],
  ['2只土鸡10斤红薯30个土鸡蛋', [null, [4], 2], [null, [6], 5000], [null, [5], 30]],
  ['土鸡两只', [null, [4], 2]],
  ['土雞兩隻', [null, [4], 2]],
  ['紅薯十斤、土雞蛋廿個', [null, [6], 5000], [null, [5], 20]],
  ['鸡蛋一百二十个', [null, [5], 120]],
  ['鸡蛋一百二', [null, [5], 120]],
  ['鸡旦三十个', [null, [5], 30]],
  ['土鸡x2', [null, [4], 2]],
  ['土鸡*3只', [null, [4], 3]],
  ['土鸡2', [null, [4], 2]],
  ['三土鸡', [null, [4], 3]],
  ['俩土鸡', [null, [4], 2]],
  ['一对土鸡', [null, [4], 2]],
  ['土鸡蛋一打', [null, [5], 12]],
  ['土鸡蛋30枚', [null, [5], 30]],
  // Weights.
  ['红薯半斤', [null, [6], null, 'out-of-step']],
  ['红薯两斤半', [null, [6], null, 'out-of-step']],
  ['核桃2公斤', [null, [10], 2000]],
  ['核桃1.5kg', [null, [10], 1500]],
  ['核桃３ＫＧ', [null, [10], 3000]],
  ['核桃500克', [null, [10], 500]],
  ['核桃1000g', [null, [10], 1000]],
  ['核桃三两', [null, [10], null, 'out-of-step']],
  ['核桃十两', [null, [10], 500]],
  ['红薯10', [null, [6], 5000, 'unit-assumed']],
  ['红薯10斤左右', [null, [6], 5000, 'about']],
  ['大概要10斤红薯', [null, [6], 5000]],
  ['红薯约10斤', [null, [6], 5000, 'about']],
  ['红薯十多斤', [null, [6], 5000, 'about']],
  // What has to be asked.
  ['红薯几斤', [null, [6], null, 'no-quantity']],
  ['红薯两三斤', [null, [6], null, 'no-quantity']],
  ['土鸡2-3只', [null, [4], null, 'no-quantity']],
  ['来点红薯', [null, [6], null, 'no-quantity']],
  ['红薯3个', [null, [6], null, 'unit-mismatch']],
  ['土鸡5斤', [null, [4], null, 'unit-mismatch']],
  ['鸡蛋一板', [null, [5], null, 'unit-mismatch']],
  ['大葱两把', [null, [12], null, 'unit-mismatch']],
  ['土鸡1.5只', [null, [4], null, 'out-of-step']],
  ['红薯粉5斤', 'unknown-goods: 红薯粉5斤'],
  ['老腊肉5斤', 'unknown-goods: 老腊肉5斤'],
  [
    '土鸡1只，老腊肉5斤，红薯',
    [null, [4], 1],
    'unknown-goods: 老腊肉5斤，',
    [null, [6], null, 'no-quantity'],
  ],
  ['玉米10斤', 'unknown-goods: 玉米10斤'],
  ['洋葱3斤', 'unknown-goods: 洋葱3斤'],
  ['10斤', 'unknown-goods: 10斤'],
  ['红薯要面的10斤', [null, [6], 5000, 'also-said']],
  // Which one.
  ['红碑的鹅2只', [null, [2, 1, 3], 2, 'which-one']],
  ['2只鹅，要红碑村的', [null, [2, 1, 3], 2, 'which-one']],
  ['110块一只的鹅来2只', [null, [2, 1, 3], 2, 'which-one']],
  ['红碑110元的鹅2只', [null, [2, 1, 3], 2]],
  ['活鹅一只', [null, GEESE, 1, 'which-one']],
  ['大白鹅（过秤）2只', [null, GEESE, 2, 'which-one']],
  // Each.
  ['红薯、莴笋各5斤', [null, [6], 2500], [null, [8], 2500]],
  ['红薯和莴笋各要五斤', [null, [6], 2500], [null, [8], 2500]],
  // One after another.
  ['张姐：土鸡2只\n李科长：+1', ['张姐', [4], 2], ['李科长', [4], 1, 'same-as-before']],
  ['张姐：红薯10斤\n老陈：+1', ['张姐', [6], 5000], ['老陈', [6], null, 'same-as-before', 'no-quantity']],
  [
    '张姐：土鸡2只，红薯10斤\n@小王 同上',
    ['张姐', [4], 2],
    ['张姐', [6], 5000],
    ['小王', [4], 2, 'same-as-before'],
    ['小王', [6], 5000, 'same-as-before'],
  ],
  ['+1', 'other-words: +1'],
  ['同上', 'other-words: 同上'],
  [
    '张姐：土鸡2只，红薯10斤\n李科长：莴笋5斤\n张姐：红薯不要了',
    ['张姐', [4], 2],
    ['张姐', [6], 5000, 'taken-back'],
    ['李科长', [8], 2500],
    'take-back 1: 张姐：红薯不要了',
  ],
  [
    '张姐：土鸡2只\n李科长：红薯10斤\n李科长：取消',
    ['张姐', [4], 2],
    ['李科长', [6], 5000, 'taken-back'],
    'take-back 1: 李科长：取消',
  ],
  ['不要了', 'take-back 0: 不要了'],
  [
    '张姐：红薯10斤\n张姐：红薯不要了，换成核桃2斤',
    ['张姐', [6], 5000, 'taken-back'],
    'take-back 1: 张姐：红薯不要了，',
    ['张姐', [10], 1000],
  ],
  // Who.
  ['张姐要2只土鸡', ['张姐', [4], 2]],
  ['张姐 土鸡2只', ['张姐', [4], 2]],
  ['帮张姐带2只土鸡', ['张姐', [4], 2]],
  ['帮我带2只土鸡', [null, [4], 2]],
  ['给李科长订10斤红薯，给小王订5斤莴笋', ['李科长', [6], 5000], ['小王', [8], 2500]],
  ['[20:13] 张姐: 土鸡2只', ['张姐', [4], 2]],
  [
    '—— 2026-11-24 ——\n张姐  2026/11/24 08:13:05\n土鸡2只\n红薯10斤\n李科长 昨天 20:13\n莴笋5斤',
    ['张姐', [4], 2],
    ['张姐', [6], 5000],
    ['李科长', [8], 2500],
  ],
  ['2026-11-24 20:13:05 李科长\n莴笋5斤', ['李科长', [8], 2500]],
  [
    '#接龙 本周订土鸡\n1. 张姐 2只\n2. 李科长 3只\n3、小王 红薯10斤',
    'other-words: #接龙 本周订土鸡',
    ['张姐', [4], 2, 'goods-from-before'],
    ['李科长', [4], 3, 'goods-from-before'],
    ['小王', [6], 5000],
  ],
  ['白鹅：2只', [null, GEESE, 2, 'which-one']],
  // Talk.
  ['土鸡多少钱一只？', 'other-words: 土鸡多少钱一只？'],
  ['还有红薯吗？来10斤', 'other-words: 还有红薯吗？', [null, [6], 5000, 'goods-from-before']],
  ['收到，谢谢大家🙏', 'other-words: 收到，谢谢大家🙏'],
  ['麻烦帮我带土鸡1只🐔谢谢[抱拳]', [null, [4], 1]],
  ['我电话13800138000', 'other-words: 我电话13800138000'],
  ['红薯10斤，周六20:30来取', [null, [6], 5000], 'other-words: 周六20:30来取'],
  ['红薯10斤，放302室', [null, [6], 5000], 'other-words: 放302室'],
  ['土鸡2只可以吗', [null, [4], 2, 'question'], 'other-words: 可以吗'],
]

describe('what people write', () => {
  it.each(MESSAGES)('%s', (message, ...expected) => {
    expect(short(readChat(message, OFFERS))).toEqual(expected)
  })

  it('knows nothing where there is nothing to be had, and shows all of it', () => {
    expect(short(readChat('张姐：白鹅2只', []))).toEqual(['unknown-goods: 张姐：白鹅2只'])
    expect(readChat('  \n ', OFFERS)).toEqual([])
  })

  it('has goods of villages that the agency is paired with first, then the cheapest', () => {
    const others = OFFERS.map((one) => ({ ...one, isPaired: one.offerId === 2 }))
    expect(short(readChat('鹅2只', others))).toEqual([[null, [2, 1, 3], 2, 'which-one']])
    const none = OFFERS.map((one) => ({ ...one, isPaired: false }))
    expect(short(readChat('鹅2只', none))).toEqual([[null, [2, 1, 3], 2, 'which-one']])
  })
})

/** LONG=1 asks for the long version. */
const RUNS = process.env.LONG === '1' ? 20_000 : 800
const LIMIT = { timeout: process.env.LONG === '1' ? 600_000 : 30_000 }

const blanks = /\s/g

function expectWhole(text: string): void {
  const pieces = readChat(text, OFFERS)
  let at = 0
  for (const piece of pieces) {
    // What lies between two pieces, or is cut off a piece's ends, is blank.
    expect(text.slice(at, piece.from).trim()).toBe('')
    expect(piece.to).toBeGreaterThan(piece.from)
    expect(piece.text).toBe(text.slice(piece.from, piece.to).trim())
    expect(piece.text).not.toBe('')
    at = piece.to
  }
  expect(text.slice(at).trim()).toBe('')
  expect(
    pieces
      .map((piece) => piece.text)
      .join('')
      .replace(blanks, ''),
  ).toBe(text.replace(blanks, ''))
  for (const piece of pieces) {
    if (piece.kind !== 'order') continue
    for (const line of piece.lines) {
      expect(line.offerIds.length).toBeGreaterThan(0)
      if (line.quantity === null) continue
      const of = OFFERS.find((one) => one.offerId === line.offerIds[0])
      expect(line.quantity > 0 && line.quantity % (of?.measure.step ?? 1) === 0).toBe(true)
    }
  }
}

describe('nothing is dropped', () => {
  const scraps = fc.constantFrom(
    ...MESSAGES.flatMap(([message]) => message.split(/(?<=[，、。：\n ])/)),
    '\n',
    ' ',
    '＠小王 ',
    '+1',
    '同上',
    '不要了',
    '🦆',
    '各',
    '半',
    '两',
    '…',
    '\t',
  )

  it('of scraps of real messages in any order', LIMIT, () => {
    fc.assert(
      fc.property(fc.array(scraps, { maxLength: 14 }), (parts) => expectWhole(parts.join(''))),
      { numRuns: RUNS },
    )
  })

  it('of any text at all', LIMIT, () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), expectWhole), { numRuns: RUNS / 2 })
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), expectWhole), { numRuns: RUNS / 2 })
  })

  it('of a long paste', LIMIT, () => {
    const text = MESSAGES.map(([message]) => message)
      .join('\n')
      .repeat(10)
    expectWhole(text)
    expect(readChat(text, OFFERS).length).toBeGreaterThan(500)
  })
})
