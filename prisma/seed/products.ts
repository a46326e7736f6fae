/** The kinds of goods every county starts with; each has a drawing. A county may rename or add. */

export type ProductSeed = {
  key: string
  nameZh: string
  nameEn: string
  synonyms: string[]
  kind: 'fowl' | 'veg' | 'fruit' | 'grain' | 'fish' | 'jar'
  drawing: string
  orderedBy: 'piece' | 'weight'
  pricedBy: 'piece' | 'jin'
  step: number
  pieceUnit: string | null
  usualPieceGrams: { least: number; most: number } | null
  seasonMonths: number[]
}

const byPiece = (pieceUnit: string) =>
  ({ orderedBy: 'piece', pricedBy: 'piece', step: 1, pieceUnit, usualPieceGrams: null }) as const
const byWeight = {
  orderedBy: 'weight',
  pricedBy: 'jin',
  step: 500,
  pieceUnit: null,
  usualPieceGrams: null,
} as const
const ALL_YEAR = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

export const PRODUCTS: ProductSeed[] = [
  {
    key: 'goose',
    nameZh: '大白鹅',
    nameEn: 'White goose',
    synonyms: ['鹅', '白鹅', '土鹅'],
    kind: 'fowl',
    drawing: 'goose',
    ...byPiece('只'),
    seasonMonths: ALL_YEAR,
  },
  {
    key: 'goose-weighed',
    nameZh: '大白鹅（过秤）',
    nameEn: 'White goose, weighed',
    synonyms: ['活鹅', '称重大白鹅'],
    kind: 'fowl',
    drawing: 'goose',
    orderedBy: 'piece',
    pricedBy: 'jin',
    step: 1,
    pieceUnit: '只',
    usualPieceGrams: { least: 3500, most: 4750 },
    seasonMonths: ALL_YEAR,
  },
  {
    key: 'hen',
    nameZh: '土鸡',
    nameEn: 'Farm hen',
    synonyms: ['鸡', '土母鸡', '土公鸡'],
    kind: 'fowl',
    drawing: 'hen',
    ...byPiece('只'),
    seasonMonths: ALL_YEAR,
  },
  {
    key: 'eggs',
    nameZh: '土鸡蛋',
    nameEn: 'Farm eggs',
    synonyms: ['鸡蛋', '土蛋'],
    kind: 'fowl',
    drawing: 'eggs',
    ...byPiece('个'),
    seasonMonths: ALL_YEAR,
  },
  {
    key: 'celtuce',
    nameZh: '莴笋',
    nameEn: 'Celtuce',
    synonyms: ['青笋', '莴苣'],
    kind: 'veg',
    drawing: 'celtuce',
    ...byWeight,
    seasonMonths: [11, 12, 1, 2, 3, 4],
  },
  {
    key: 'scallion',
    nameZh: '大葱',
    nameEn: 'Scallion',
    synonyms: ['葱'],
    kind: 'veg',
    drawing: 'scallion',
    ...byWeight,
    seasonMonths: [10, 11, 12, 1, 2, 3],
  },
  {
    key: 'garlic',
    nameZh: '大蒜',
    nameEn: 'Garlic',
    synonyms: ['蒜', '蒜头'],
    kind: 'veg',
    drawing: 'garlic',
    ...byWeight,
    seasonMonths: [5, 6, 7, 8, 9, 10, 11, 12],
  },
  {
    key: 'sweet-potato',
    nameZh: '红薯',
    nameEn: 'Sweet potato',
    synonyms: ['红苕', '地瓜'],
    kind: 'veg',
    drawing: 'sweet-potato',
    ...byWeight,
    seasonMonths: [10, 11, 12, 1],
  },
  {
    key: 'blood-orange',
    nameZh: '血橙',
    nameEn: 'Blood orange',
    synonyms: ['橙子', '塔罗科'],
    kind: 'fruit',
    drawing: 'blood-orange',
    ...byWeight,
    seasonMonths: [12, 1, 2, 3, 4],
  },
  {
    key: 'walnut',
    nameZh: '核桃',
    nameEn: 'Walnut',
    synonyms: ['干核桃'],
    kind: 'fruit',
    drawing: 'walnut',
    ...byWeight,
    seasonMonths: [9, 10, 11, 12, 1],
  },
  {
    key: 'rice',
    nameZh: '大米',
    nameEn: 'Rice',
    synonyms: ['米', '稻米'],
    kind: 'grain',
    drawing: 'rice',
    ...byWeight,
    seasonMonths: ALL_YEAR,
  },
  {
    key: 'rapeseed-oil',
    nameZh: '菜籽油',
    nameEn: 'Rapeseed oil',
    synonyms: ['菜油', '清油'],
    kind: 'grain',
    drawing: 'rapeseed-oil',
    ...byWeight,
    seasonMonths: ALL_YEAR,
  },
  {
    key: 'catfish',
    nameZh: '鲶鱼',
    nameEn: 'Catfish',
    synonyms: ['鲇鱼'],
    kind: 'fish',
    drawing: 'catfish',
    ...byWeight,
    seasonMonths: ALL_YEAR,
  },
  {
    key: 'dongjian',
    nameZh: '冬尖',
    nameEn: 'Dongjian pickle',
    synonyms: ['腌菜', '资中冬尖'],
    kind: 'jar',
    drawing: 'dongjian',
    ...byWeight,
    seasonMonths: ALL_YEAR,
  },
]
