import { describe, expect, it } from 'vitest'
import type { NoticeFacts } from '#app/domain/notices/kinds.ts'
import type { ToldNotice } from '#app/domain/notices/told-notice.ts'
import { noticeLetter } from './notice-letter.ts'

const ORIGIN = 'https://yigou.example'
const event = { eventId: 5, startsAt: '2026-12-07T01:00:00Z', endsAt: '2026-12-07T03:30:00Z' }

function told(facts: NoticeFacts, village = '白鹿垭'): ToldNotice {
  return {
    id: 1,
    facts,
    createdAt: '2026-12-01T00:00:00Z',
    order: { id: 'e1', number: 12, pickupCode: '406182' },
    events: {
      5: {
        id: 5,
        countyCode: '510981000000',
        village,
        town: '武安镇',
        place: '村委会广场',
        startsAt: '2026-12-08T01:00:00Z',
        endsAt: '2026-12-08T03:30:00Z',
        cutOffAt: '2026-12-05T10:00:00Z',
        revision: 0,
        revisedAt: '2026-11-25T00:00:00Z',
        isCancelled: false,
      },
    },
    offers: {},
  }
}

const placed: NoticeFacts = {
  kind: 'order-placed',
  events: [event],
  totalFen: 24_000,
  isEstimate: false,
  payBy: 'desk',
}

describe('noticeLetter', () => {
  it('says the same as text and as HTML, and leads to the order and to where it is switched off', () => {
    const letter = noticeLetter(told(placed), 'zh-CN', ORIGIN)
    expect(letter.subject).toBe('下好单了，12月7日 周一 9:00–11:30，白鹿垭取')
    for (const text of [letter.text, letter.html]) {
      for (const said of [
        '取货码406 182',
        '合计240.00元，取货时付',
        '订单第12号',
        `${ORIGIN}/orders/e1`,
        letter.unsubscribeUrl,
      ]) {
        expect(text).toContain(said)
      }
    }
    expect(letter.unsubscribeUrl).toBe(`${ORIGIN}/account#notices`)
    expect(letter.html).toContain('<html lang="zh-CN">')
    expect(letter.fromName).toBe('以购助扶')
  })

  it('is in the language of its reader, and in Chinese where that is none of ours', () => {
    expect(noticeLetter(told(placed), 'en', ORIGIN)).toMatchObject({ language: 'en', fromName: 'Yigou' })
    expect(noticeLetter(told(placed), 'fr', ORIGIN).language).toBe('zh-CN')
  })

  it('brings the day that was told for the calendar, of orders and of moves only', () => {
    const [calendar, ...more] = noticeLetter(told(placed), 'zh-CN', ORIGIN).calendars
    expect(more).toEqual([])
    expect(calendar?.filename).toBe('yigou-5.ics')
    expect(calendar?.content).toContain('DTSTART:20261207T010000Z')
    expect(calendar?.content).toContain('UID:pickup-event-5@510981000000.yigou')
    const moved: NoticeFacts = { kind: 'order-moved', from: event, to: event, goods: [] }
    expect(noticeLetter(told(moved), 'zh-CN', ORIGIN).calendars).toHaveLength(1)
    const refunded: NoticeFacts = { kind: 'refunded', amountFen: 100, way: 'cash' }
    expect(noticeLetter(told(refunded), 'zh-CN', ORIGIN).calendars).toEqual([])
  })

  it('keeps a subject on one line and markup as text, whatever a village is called', () => {
    const letter = noticeLetter(told(placed, '坏\r\nBcc: a@b.c\u2028<b>'), 'zh-CN', ORIGIN)
    expect(letter.subject).not.toMatch(/[\r\n\u2028]/)
    expect(letter.subject).toContain('坏 Bcc: a@b.c')
    expect(letter.html).not.toContain('<b>')
    expect(letter.html).toContain('&lt;b&gt;')
  })
})
