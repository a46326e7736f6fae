import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Actor, DivisionRole } from './roles.ts'
import { maskIdNumber, maskName, maskPhone, seesNameInFull } from './visibility.ts'

/** Forty names as offices write them, and what may be shown of each. */
const NAMES: [name: string, shown: string][] = [
  // Two, three and four characters: the mask says nothing of the length.
  ['王五', '王**'],
  ['王大爷', '王**'],
  ['欧阳', '欧**'],
  ['李建国', '李**'],
  ['王张美丽', '王**'],
  ['陈', '陈**'],
  // Compound surnames stay whole, where a given name follows.
  ['欧阳修', '欧阳**'],
  ['司马相如', '司马**'],
  ['诸葛亮', '诸葛**'],
  ['上官婉儿', '上官**'],
  ['尉迟敬德', '尉迟**'],
  ['令狐冲', '令狐**'],
  ['澹台灭明', '澹台**'],
  ['慕容雪村', '慕容**'],
  ['皇甫嵩', '皇甫**'],
  ['司徒美堂', '司徒**'],
  ['鲜于枢', '鲜于**'],
  ['公孙龙', '公孙**'],
  ['夏侯惇', '夏侯**'],
  ['东方朔', '东方**'],
  ['呼延灼', '呼延**'],
  ['端木赐', '端木**'],
  // Two characters of a compound surname's look: the first is the surname.
  ['万俟', '万**'],
  ['司空', '司**'],
  // Dotted names, whatever the dot: one character, for the first part may be the whole given name.
  ['阿卜杜·热合曼', '阿**'],
  ['买买提·吐尔逊', '买**'],
  ['古丽•艾合买提', '古**'],
  ['扎西‧顿珠', '扎**'],
  ['迪丽热巴・迪力木拉提', '迪**'],
  ['欧阳·娜扎', '欧**'],
  ['吉克．阿依', '吉**'],
  ['吾麦尔.卡德尔', '吾**'],
  // Yi and Tibetan names without a dot.
  ['吉克阿依木呷', '吉**'],
  ['扎西次仁', '扎**'],
  ['尔古友古', '尔**'],
  // Characters outside the first plane are one character.
  ['𠮷田建国', '𠮷**'],
  ['㛃小妹', '㛃**'],
  // Spaces, full-width spaces and what does not show.
  ['王　小二', '王**'],
  ['\u200b张三', '张**'],
  [' 欧 阳 修 ', '欧阳**'],
  // Nothing stays nothing.
  ['', ''],
  [' \u3000', ''],
  ['·', '**'],
]

describe('maskName', () => {
  test.each(NAMES)('%s is shown as %s', (name, shown) => {
    expect(maskName(name)).toBe(shown)
  })

  test('never gives back more than two characters, nor the given name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), (name) => {
        const shown = [...maskName(name)]
        expect(shown.length).toBeLessThanOrEqual(4)
        expect(shown.length === 0 || shown.slice(-2).join('') === '**').toBe(true)
      }),
    )
  })
})

describe('masks of figures', () => {
  test.each([
    ['13812341234', '138****1234'],
    ['+8613812341234', '+86****1234'],
    ['08256661234', '082****1234'],
    ['6661234', '****34'],
    ['12345', '****'],
    ['', '****'],
  ])('phone %s is shown as %s', (phone, shown) => {
    expect(maskPhone(phone)).toBe(shown)
  })

  test.each([
    ['510922195503174416', '510*************16'],
    ['51092219550317441X', '510*************1X'],
    ['510922550317441', '510**********41'],
    ['12345', '*****'],
    ['', ''],
  ])('ID number %s is shown as %s', (idNumber, shown) => {
    expect(maskIdNumber(idNumber)).toBe(shown)
  })

  test('at least four signs of any number stay hidden', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789X'), minLength: 4, maxLength: 20 }),
        (text) => {
          const hidden = (mask: string) => text.length - mask.replaceAll('*', '').length
          expect(hidden(maskPhone(text))).toBeGreaterThanOrEqual(4)
          expect(hidden(maskIdNumber(text))).toBeGreaterThanOrEqual(4)
        },
      ),
    )
  })
})

describe('seesNameInFull', () => {
  const place = { villageCode: '510981100212', gridCode: '510981100212-01' }
  const holding = (role: DivisionRole, scopeCode: string): Actor => ({
    accountId: 1,
    assignments: [{ role, scopeCode, agencyId: null }],
  })

  test.each([
    ['village-staff', '510981100212', true],
    ['village-lead', '510981100212', true],
    ['grid-worker', '510981100212-01', true],
    ['grid-worker', '510981100212-02', false],
    ['village-staff', '510981100211', false],
    ['county-office', '510981000000', false],
    ['town-desk', '510981100000', false],
    ['inspector', '510981000000', false],
    ['organizer', '510981100212', false],
  ] as const)('%s over %s: %s', (role, scopeCode, sees) => {
    expect(seesNameInFull(holding(role, scopeCode), place)).toBe(sees)
  })

  test('visitors, buyers and agency managers do not', () => {
    expect(seesNameInFull(null, place)).toBe(false)
    for (const role of ['buyer', 'agency-manager'] as const) {
      expect(
        seesNameInFull({ accountId: 1, assignments: [{ role, scopeCode: null, agencyId: 7 }] }, place),
      ).toBe(false)
    }
  })

  test('a grid worker does not see a household of the village that is in no grid', () => {
    const inNoGrid = { villageCode: '510981100212', gridCode: null }
    expect(seesNameInFull(holding('grid-worker', '510981100212-01'), inNoGrid)).toBe(false)
    expect(seesNameInFull(holding('village-staff', '510981100212'), inNoGrid)).toBe(true)
  })
})
