import { describe, expect, it } from 'vitest'
import { NOTICE_KINDS, type NoticeFacts } from '#app/domain/notices/kinds.ts'
import { MAIL_ERRORS } from '#app/domain/notices/mail-tries.ts'
import type { ToldNotice } from '#app/domain/notices/told-notice.ts'
import { mailWords } from './notice-mail.ts'
import { noticeHref, noticeWords } from './notices.ts'

const event = { eventId: 1, startsAt: '2026-12-07T01:00:00Z', endsAt: '2026-12-07T03:30:00Z' }
const later = { eventId: 2, startsAt: '2026-12-09T01:00:00Z', endsAt: '2026-12-09T03:30:00Z' }
const goods = [
  { offerId: 7, quantity: 2 },
  { offerId: 8, quantity: 2500 },
]
const pay = { amountFen: 24_000, isEstimate: true, payBy: 'desk' }

/** One of each kind. */
const FACTS: NoticeFacts[] = [
  { kind: 'order-placed', events: [later, event], totalFen: 24_000, isEstimate: true, payBy: 'desk' },
  { kind: 'order-changed', eventId: 1, offerId: 7, before: 3, after: 2, totalFen: 24_000 },
  { kind: 'order-cancelled', goods, totalFen: 0 },
  { kind: 'order-moved', from: event, to: later, goods },
  { kind: 'event-cancelled', event, goods },
  { kind: 'reminder', event, goods, ...pay },
  {
    kind: 'line-short',
    eventId: 1,
    offerId: 7,
    ordered: 3,
    given: 2,
    why: { kind: 'short', reason: 'spoiled' },
  },
  { kind: 'no-show', event, goods },
  { kind: 'handed-over', eventId: 1, goods, amountFen: 24_000, owedFen: 1_000, payBy: 'desk' },
  { kind: 'payment-received', amountFen: 24_000, way: 'card' },
  { kind: 'order-freed', goods },
  { kind: 'refunded', amountFen: 24_000, way: 'as-paid' },
  { kind: 'goods-back', offerId: 8, unitPriceFen: 240, startsAt: event.startsAt },
  { kind: 'charge-asked', agencyId: 4, orderNumber: 12, amountFen: 24_000 },
  { kind: 'charge-decided', isApproved: false, amountFen: 24_000 },
  {
    kind: 'goods-lost',
    offerId: 7,
    before: 3,
    after: 2,
    why: 'died',
    totalFen: 24_000,
    refundedFen: 12_000,
    lost: [{ lineNumber: 1, less: 1 }],
  },
  { kind: 'event-unclosed', event, weeks: 1 },
  {
    kind: 'cut-off-near',
    event,
    cutOffAt: '2026-12-04T10:00:00Z',
    isOpen: true,
    ordersTaken: 12,
    capacityOrders: 100,
  },
  { kind: 'event-today', event, ordersTaken: 12 },
]

function told(facts: NoticeFacts): ToldNotice {
  const named = (id: number, village: string) => ({
    id,
    countyCode: '510981000000',
    village,
    town: '武安镇',
    place: '村委会广场',
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    cutOffAt: event.startsAt,
    revision: 0,
    revisedAt: event.startsAt,
    isCancelled: false,
  })
  return {
    id: 1,
    facts,
    createdAt: '2026-12-01T00:00:00Z',
    order: { id: 'o', number: 12, pickupCode: '406182' },
    events: { 1: named(1, '白鹿垭'), 2: named(2, '红碑') },
    offers: {
      7: {
        id: 7,
        nameZh: '大白鹅',
        nameEn: 'White goose',
        village: '白鹿垭',
        orderedBy: 'piece',
        pricedBy: 'piece',
        pieceUnit: '只',
      },
      8: {
        id: 8,
        nameZh: '大蒜',
        nameEn: 'Garlic',
        village: '红碑',
        orderedBy: 'weight',
        pricedBy: 'jin',
        pieceUnit: null,
      },
    },
  }
}

const wordsOf = (kind: NoticeFacts['kind'], change: object = {}, to: 'zh-CN' | 'en' = 'zh-CN') => {
  const facts = FACTS.find((one) => one.kind === kind)
  if (!facts) throw new Error(`no facts of ${kind}`)
  return noticeWords(told({ ...facts, ...change } as NoticeFacts), to)
}

describe('noticeWords', () => {
  it('has a sample of every kind here', () => {
    expect(FACTS.map((facts) => facts.kind)).toEqual([...NOTICE_KINDS])
  })

  it.each(FACTS.flatMap((facts) => (['zh-CN', 'en'] as const).map((to) => [facts.kind, to, facts] as const)))(
    '%s in %s says all of it',
    (_kind, to, facts) => {
      const { title, lines } = noticeWords(told(facts), to)
      const text = [title, ...lines].join('\n')
      expect(text).not.toMatch(/[{}]|undefined|NaN|null/)
      expect(title.length).toBeGreaterThan(4)
      if (to === 'en') expect(title.replace(/白鹿垭|红碑/g, '')).not.toMatch(/\p{Script=Han}/u)
    },
  )

  it('says where and when an order is collected, soonest first, and what it comes to', () => {
    expect(wordsOf('order-placed')).toEqual({
      title: '下好单了，分2场取，第一场12月7日 周一 9:00–11:30，白鹿垭',
      lines: [
        '12月7日 周一 9:00–11:30，白鹿垭，村委会广场',
        '12月9日 周三 9:00–11:30，红碑，村委会广场',
        '取货码406 182',
        '合计约240.00元，取货时付',
        '截单前可以在订单里改，也可以退。',
      ],
    })
    expect(
      wordsOf('order-placed', { events: [event], payBy: 'agency-account', isEstimate: false }, 'en'),
    ).toEqual({
      title: 'Ordered; collect on Mon 7 Dec 9:00–11:30, 白鹿垭',
      lines: [
        'Place: 白鹿垭, 村委会广场',
        'Pickup code 406 182',
        '¥240.00, on the agency’s account',
        'Until the cut-off you can change or cancel it on the order’s page.',
      ],
    })
  })

  it('says what is left when goods are cancelled', () => {
    expect(wordsOf('order-cancelled').lines).toEqual(['这一单全部退掉了，货放回去给别人订。'])
    expect(wordsOf('order-cancelled', { totalFen: 500 })).toEqual({
      title: '退掉了：大白鹅2只、大蒜5斤',
      lines: ['其余的还给您留着，合计5.00元。'],
    })
  })

  it('tells short from refused, and keeps a reason that was written out to itself', () => {
    expect(wordsOf('line-short')).toEqual({
      title: '大白鹅少了1只',
      lines: ['订了3只，取了2只，没取的不用付钱。', '原因：死了或坏了。'],
    })
    expect(wordsOf('line-short', { why: { kind: 'refused', reason: null } })).toEqual({
      title: '大白鹅有1只没要',
      lines: ['订了3只，取了2只，没取的不用付钱。'],
    })
  })

  it('says what is still owed', () => {
    const sum = (change: object) => wordsOf('handed-over', change).lines.at(-1)
    expect(sum({})).toBe('合计240.00元，还要付10.00元。')
    expect(sum({ owedFen: 0 })).toBe('合计240.00元，付清了。')
    expect(sum({ owedFen: 0, payBy: 'agency-account' })).toBe('合计240.00元，记在单位账上。')
  })

  it('tells organizers how full an event is before its cut-off, and that a draft is not open', () => {
    expect(wordsOf('cut-off-near')).toEqual({
      title: '12月4日18:00截单',
      lines: ['12月7日 周一 9:00–11:30，白鹿垭，村委会广场', '现在有12单，最多100单。'],
    })
    expect(wordsOf('cut-off-near', { isOpen: false }).lines.at(-1)).toBe(
      '还是草稿，没有开始收单：要收单就去开，不办就取消。',
    )
    expect(wordsOf('event-today')).toEqual({
      title: '今天有活动：12月7日 周一 9:00–11:30，白鹿垭',
      lines: ['地点：白鹿垭，村委会广场', '一共12单。'],
    })
  })

  it('still has a sentence where a name can’t be found', () => {
    const nameless = { ...told(FACTS[5] as NoticeFacts), events: {}, offers: {}, order: null }
    expect(noticeWords(nameless, 'zh-CN').title).toBe('别忘了取货：12月7日 周一 9:00–11:30')
  })
})

it('leads to its order, else to its offer', () => {
  const of = (kind: NoticeFacts['kind']) => FACTS.find((facts) => facts.kind === kind) as NoticeFacts
  expect(noticeHref({ orderId: 'abc', facts: of('reminder') })).toBe('/orders/abc')
  expect(noticeHref({ orderId: null, facts: of('goods-back') })).toBe('/offers/8')
  expect(noticeHref({ orderId: null, facts: of('cut-off-near') })).toBe('/organizer/events/1')
})

describe('mailWords', () => {
  it('says how it was sent, and why not', () => {
    expect(mailWords({ state: 'none', sentAt: null, error: null })).toBe('只在这里通知')
    expect(mailWords({ state: 'waiting', sentAt: null, error: null })).toBe('邮件正在发')
    expect(mailWords({ state: 'sent', sentAt: '2026-11-25T02:04:00Z', error: null })).toBe(
      '11月25日10:04发了邮件',
    )
    expect(mailWords({ state: 'failed', sentAt: null, error: 'address-refused' })).toBe(
      '邮件没有发成：对方不收这个邮箱的信',
    )
  })

  it.each(MAIL_ERRORS)('has words for %s', (error) => {
    expect(mailWords({ state: 'waiting', sentAt: null, error })).toMatch(
      /^邮件还没发出去（.+），过一会儿再发$/,
    )
  })
})
