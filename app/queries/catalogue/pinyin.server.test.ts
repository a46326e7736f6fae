/** The search over the real villages of five counties and the products every county starts with, as people type. */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Found, findCards, RANK, type Rank } from '#app/domain/catalogue/find-cards.ts'
import type { SearchName } from '#app/domain/catalogue/search-name.ts'
import { searchTerms } from '#app/domain/catalogue/search-terms.ts'
import { type NamedProduct, toVocabulary, type Vocabulary } from '#app/domain/catalogue/search-vocabulary.ts'
import { shortVillageName } from '#app/domain/kernel/ids.ts'
import { loadGlyphs } from './pinyin.server.ts'

type Row = { code: string; name: string; level: string; parent: string }

const divisions: Row[] = readFileSync('prisma/seed/data/divisions.csv', 'utf8')
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => {
    const [code = '', name = '', level = '', parent = ''] = line.split(',')
    return { code, name, level, parent }
  })
const townNames = new Map(
  divisions.filter(({ level }) => level === 'town').map(({ code, name }) => [code, name]),
)
const shortNames = new Map(divisions.map(({ code, name }) => [code, shortVillageName(name)]))

/** As the first migration of products writes them, with two that its fourteen have no example of. */
const products: NamedProduct[] = [
  ...[
    ...readFileSync('prisma/migrations/20261123000003_first_products/migration.sql', 'utf8').matchAll(
      /\('[a-z-]+', '([^']+)', '([^']+)', ARRAY\[([^\]]*)\]/g,
    ),
  ].map(([, nameZh = '', nameEn = '', synonyms = ''], i) => ({
    id: i + 1,
    nameZh,
    nameEn,
    synonyms: [...synonyms.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? ''),
  })),
  { id: 91, nameZh: '绿豆', nameEn: 'Mung beans', synonyms: [] },
  { id: 92, nameZh: '重楼', nameEn: 'Paris root', synonyms: [] },
]
const productIds = products.map(({ id }) => id)

let vocabulary: Vocabulary
/** One village, whose name is like no product's. */
let smallVocabulary: Vocabulary
let glyphsOf: (text: string) => SearchName

beforeAll(async () => {
  glyphsOf = await loadGlyphs()
  const villages = divisions
    .filter(({ level }) => level === 'village')
    .map(({ code, name, parent }) => ({
      code,
      name,
      shortName: shortNames.get(code) ?? '',
      town: townNames.get(parent) ?? '',
      productIds,
    }))
  vocabulary = toVocabulary({ products, villages }, glyphsOf)
  smallVocabulary = {
    products: vocabulary.products,
    villages: vocabulary.villages.filter(({ code }) => code === '510981100212'),
  }
})

const find = (q: string, among = vocabulary): Found => findCards(searchTerms(q), among, glyphsOf)

/** Names at the best rank: of products where every village is found, of villages where every product is. */
function bestOf(
  q: string,
  among = vocabulary,
): { rank: Rank | null; products: string[]; villages: string[] } {
  const { cards } = find(q, among)
  const rank = cards.reduce<Rank | null>(
    (least, card) => (least === null || card.rank < least ? card.rank : least),
    null,
  )
  const best = cards.filter((card) => card.rank === rank)
  const names = (all: (string | undefined)[]) => [...new Set(all)].map((name) => name ?? '').sort()
  return {
    rank,
    products: names(best.map((card) => products.find(({ id }) => id === card.productId)?.nameZh)),
    villages: names(best.map((card) => shortNames.get(card.villageCode))),
  }
}

it('stands on the real list', () => {
  expect([vocabulary.villages.length, products.length]).toEqual([1271, 16])
})

describe('a product is found', () => {
  const { exact, start, other, near } = RANK
  it.each<[string, string, Rank]>([
    ['大白鹅', '大白鹅', exact],
    ['dabaie', '大白鹅', exact],
    ['DaBaiE', '大白鹅', exact],
    ['ｄａｂａｉｅ', '大白鹅', exact],
    ['da bai e', '大白鹅', exact],
    ['dà bái é', '大白鹅', exact],
    ['da4bai2e2', '大白鹅', exact],
    ["da'bai'e", '大白鹅', exact],
    ['大baie', '大白鹅', exact],
    ['大白 e', '大白鹅', exact],
    ['white goose', '大白鹅', exact],
    ['whitegoose', '大白鹅', exact],
    ['大白', '大白鹅', start],
    ['dabai', '大白鹅', start],
    ['daba', '大白鹅', start],
    ['dbe', '大白鹅', start],
    ['DBE', '大白鹅', start],
    ['goose', '大白鹅', start],
    ['goos', '大白鹅', start],
    ['土鹅', '大白鹅', other],
    ['tue', '大白鹅', other],
    ['白鹅', '大白鹅', other],
    ['青笋', '莴笋', other],
    ['qingsun', '莴笋', other],
    ['红苕', '红薯', other],
    ['hongshao', '红薯', other],
    ['digua', '红薯', other],
    ['potatoes', '红薯', start],
    ['lvdou', '绿豆', exact],
    ['lüdou', '绿豆', exact],
    ['lǜ dòu', '绿豆', exact],
    ['zhonglou', '重楼', exact],
    ['chonglou', '重楼', exact],
    ['zl', '重楼', start],
    ['tujidan', '土鸡蛋', exact],
    ['caiziyou', '菜籽油', exact],
    ['lianyu', '鲶鱼', near],
    ['liangyu', '鲶鱼', near],
    ['ludou', '绿豆', exact],
    ['lyudou', '绿豆', near],
    ['dongjiang', '冬尖', near],
    ['fongshu', '红薯', near],
    ['hongsu', '红薯', near],
    ['caizhiyou', '菜籽油', near],
    ['dabeie', '大白鹅', near],
    ['dabaiie', '大白鹅', near],
    ['dbaaie', '大白鹅', near],
    ['大白娥', '大白鹅', near],
    ['采籽油', '菜籽油', near],
    ['gooze', '大白鹅', near],
    ['celtuse', '莴笋', near],
  ])('by %s: %s', (q, name, rank) => {
    const found = bestOf(q, smallVocabulary)
    expect(found.products).toContain(name)
    expect(found.rank).toBe(rank)
    expect(find(q, smallVocabulary).isNear).toBe(rank === near)
  })

  it('by its name before one that its name begins, and by that before another word for it', () => {
    expect(bestOf('土鸡').products).toEqual(['土鸡'])
    expect(bestOf('tuji').products).toEqual(['土鸡'])
    expect(bestOf('大白鹅').products).toEqual(['大白鹅'])
    const ranks = new Map(find('土鸡').cards.map((card) => [card.productId, card.rank]))
    const idOf = (name: string) => products.find(({ nameZh }) => nameZh === name)?.id ?? 0
    expect([ranks.get(idOf('土鸡')), ranks.get(idOf('土鸡蛋'))]).toEqual([RANK.exact, RANK.start])
  })

  it('without what it may have been meant, wherever something is right', () => {
    expect(find('dabaie')).toMatchObject({ isNear: false, meantProductIds: [] })
    expect(find('dabeie')).toMatchObject({ isNear: true, meantProductIds: [1] })
  })
})

describe('a village is found', () => {
  it.each<[string, string[], Rank]>([
    ['白鹿垭', ['白鹿垭'], RANK.exact],
    ['白鹿垭村', ['白鹿垭'], RANK.exact],
    ['武安镇白鹿垭', ['白鹿垭'], RANK.exact],
    ['wuanbailuya', ['白鹿垭'], RANK.exact],
    ['bailuya', ['白鹿垭'], RANK.exact],
    ['bailuyacun', ['白鹿垭'], RANK.exact],
    ['bailu', ['白鹿垭'], RANK.start],
    ['changle', ['常乐'], RANK.exact],
    ['jiuzhong', ['九重'], RANK.exact],
    ['jiuchong', ['九重'], RANK.exact],
    ['长坪', ['长坪'], RANK.exact],
    ['zhangping', ['长坪'], RANK.exact],
    ['bailuyia', ['白鹿垭'], RANK.near],
    ['bailuia', ['白鹿垭'], RANK.near],
    ['白路丫', ['白鹿垭'], RANK.near],
    ['beiluya', ['白鹿垭'], RANK.near],
  ])('by %s: %j', (q, names, rank) => {
    expect(bestOf(q)).toMatchObject({ rank, villages: names })
  })

  it('by its town, with 镇 and without', () => {
    const inTown = divisions.filter(({ parent }) => parent === '510981100000').length * products.length
    for (const q of ['武安镇', '武安', 'wuanzhen', 'wuan', 'WU AN']) {
      const cards = find(q).cards.filter((card) => card.rank === RANK.exact)
      expect(cards.length, q).toBe(inTown)
    }
  })

  it('each by its own pinyin and by its initials', () => {
    for (const village of vocabulary.villages.filter((_, i) => i % 9 === 0)) {
      const name = glyphsOf(shortNames.get(village.code) ?? '')
      for (const way of [
        name.map(({ readings, text }) => readings[0] ?? text).join(''),
        name.map(({ readings, text }) => readings.at(-1)?.slice(0, 1) ?? text).join(''),
      ]) {
        const found = find(way)
        expect(found.isNear, way).toBe(false)
        expect(new Set(found.cards.map((card) => card.villageCode)), way).toContain(village.code)
      }
    }
  }, 60_000)
})

describe('a product of a village is found', () => {
  it.each([
    '白鹿垭大白鹅',
    '白鹿垭 鹅',
    '鹅 白鹿垭',
    '鹅白鹿垭',
    '白鹿垭村鹅',
    '武安镇白鹿垭大白鹅',
    'bailuya 鹅',
    '白鹿垭e',
    'bailuyae',
    'bailuyadabaie',
    'blydbe',
    'blye',
    'ebailuya',
    'BaiLuYa Goose',
    'bailuyadabeie',
    'bailuaydabaie',
    'beiluyadabaie',
  ])('by %s', (q) => {
    const found = find(q)
    const names = new Set(found.cards.map((card) => shortNames.get(card.villageCode)))
    expect(names).toContain('白鹿垭')
    expect(found.cards.some((card) => card.villageCode === '510981100212' && card.productId === 1)).toBe(true)
    // Nothing that isn't a goose, though the village has everything.
    expect(new Set(found.cards.map((card) => card.productId).filter((id) => id > 2))).toEqual(new Set())
  })
})

describe('nothing is found', () => {
  it.each([
    '%',
    "' OR 1=1 --",
    '<script>alert(1)</script>',
    'qwerty',
    'xyz123',
    'hello',
    '王小二的猪',
    '大白鲨鱼馆',
    '鹅鹅鹅',
    '🦢',
    '𠮷',
  ])('by %s', (q) => {
    expect(find(q).cards).toEqual([])
  })

  it('where a word is right and another is not', () => {
    expect(find('大白鹅 外星人').cards).toEqual([])
    expect(find('白鹿垭 qwerty').cards).toEqual([])
  })

  it('by a person, whoever it is: only products and places are looked through', () => {
    for (const name of ['王', '罗小满', 'luoxiaoman', '欧阳见秋']) {
      for (const card of find(name).cards) expect(shortNames.get(card.villageCode)).toMatch(/王|罗|望|黄|汪/)
    }
  })
})

it('answers the longest query in the time of a page', () => {
  const longest = 'zhangshichanglechongqing '.repeat(3).slice(0, 60)
  expect(find(longest).cards).toEqual([])
})
