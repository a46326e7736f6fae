import { describe, expect, test } from 'vitest'
import { findVillage, indexPlaces, likelyTown, townOfTitles } from './places.ts'

const index = indexPlaces({
  towns: [
    { code: '510981100000', name: '武安镇' },
    { code: '510981103000', name: '大榆镇' },
    { code: '510981114000', name: '沱牌街道办事处' },
  ],
  villages: [
    { code: '510981100200', name: '金鱼垭村村民委员会' },
    { code: '510981100201', name: '瓦窑村村民委员会' },
    { code: '510981100210', name: '文武村村民委员会' },
    { code: '510981103231', name: '文武村村民委员会' },
    { code: '510981114001', name: '回龙社区居民委员会' },
    { code: '510981114201', name: '回龙村村民委员会' },
  ],
})

describe('the village a cell names', () => {
  test.each([
    '金鱼垭',
    '金鱼垭村',
    '金鱼垭村委会',
    '金鱼垭村村民委员会',
    ' 金鱼垭 村 ',
    '510981100200',
    '武安镇金鱼垭村',
    '射洪市武安镇金鱼垭村',
  ])('%s', (text) => {
    expect(findVillage(index, text)).toEqual({ ok: true, value: '510981100200' })
  })

  test.each([
    ['', {}, 'village-missing'],
    ['不存在的村', {}, 'village-unknown'],
    ['大榆镇金鱼垭村', {}, 'village-unknown'],
    ['文武村', {}, 'village-ambiguous'],
    ['回龙', {}, 'village-ambiguous'],
    ['金鱼垭村', { townText: '大榆镇' }, 'village-not-in-town'],
    ['金鱼垭村', { townText: '太和镇' }, 'town-unknown'],
    ['金鱼垭村', { strictTown: '510981103000' }, 'village-not-in-town'],
    ['文武村', { townText: '大榆镇', strictTown: '510981100000' }, 'town-not-of-file'],
  ])('%j with %j is refused: %s', (text, hint, code) => {
    expect(findVillage(index, text, hint)).toMatchObject({ ok: false, code })
  })

  test('two of one name are told apart by town, by 村 or 社区, by the file’s town', () => {
    expect(findVillage(index, '文武村', { townText: '大榆' })).toMatchObject({ value: '510981103231' })
    expect(findVillage(index, '文武村', { townText: '射洪市武安镇' })).toMatchObject({
      value: '510981100210',
    })
    expect(findVillage(index, '文武村', { likelyTown: '510981100000' })).toMatchObject({
      value: '510981100210',
    })
    expect(findVillage(index, '回龙村')).toMatchObject({ value: '510981114201' })
    expect(findVillage(index, '回龙社区')).toMatchObject({ value: '510981114001' })
  })
})

test('a town is taken from titles if they name one, and from names if most fit one', () => {
  expect(townOfTitles(index, ['射洪市武安镇脱贫户和监测对象花名册', '单位:元'])).toBe('510981100000')
  expect(townOfTitles(index, ['武安镇、大榆镇花名册'])).toBeNull()
  expect(likelyTown(index, ['金鱼垭村', '瓦窑村', '文武村'])).toBe('510981100000')
  expect(likelyTown(index, ['文武村'])).toBeNull()
  expect(likelyTown(index, ['金鱼垭村', '回龙村'])).toBeNull()
})
