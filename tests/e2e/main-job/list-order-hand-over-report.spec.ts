import type { BrowserContext, Page } from '@playwright/test'
import { addDays, civilDateOf } from '#app/domain/kernel/calendar.ts'
import { letDaysPass } from '../setup/clock.ts'
import { audit, demo, expect, expectAccessible, keepSeparate, loginOf, signIn, test } from '../setup/test.ts'

/** 137.60 a goose against a reference of 125.40: two of them are 275.20, of which 250.80 base and 24.40 premium. */
const PRICE = { unit: '137.60', reference: '125.40', floor: '120' }
const BOUGHT = { amount: '275.20', base: 25_080, premium: 2_440 }

test('a household’s geese are listed, bought, sent to an event, handed over and reported to the fen', async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(180_000)
  const contexts: BrowserContext[] = []
  const as = async (role: string, place?: string): Promise<Page> => {
    const context = await browser.newContext({
      baseURL,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: 360, height: 740 },
    })
    contexts.push(context)
    await signIn(
      context,
      loginOf(role, (login) => place === undefined || login.place === place),
    )
    return context.newPage()
  }
  const today = civilDateOf(new Date())
  const place = demo().logins.find((login) => login.role === 'village-lead')?.place ?? ''

  const organizer = await as('organizer')
  await organizer.goto('/organizer/events/new')
  await organizer.locator('[name=villageCode]').selectOption({ label: `${place}，武安镇` })
  const villageCode = await organizer.locator('[name=villageCode]').inputValue()

  // The village lists two geese for a household, with its agreement; the lead approves.
  const staff = await as('village-staff', place)
  await staff.goto('/village/list')
  await staff.locator('[name=q]').fill('5109810000')
  await staff.getByRole('button', { name: '查找' }).click()
  await staff.locator('main a[href*="household="]').first().click()
  await expect(staff).toHaveURL(/household=/)
  const tail = /尾号\s*(\d{4})/.exec(await staff.locator('main').innerText())?.[1] ?? 'no number'
  const county = await as('county-office')
  const before = await incomeOf(county, villageCode, tail)
  await staff.locator('main a[href*="product=goose"]:not([href*="weighed"])').first().click()
  await staff.locator('[name=quantity]').fill('2')
  await staff.locator('[name=availableTo]').fill(addDays(today, 40))
  await staff.locator('[name=unitPrice]').fill(PRICE.unit)
  await staff.locator('[name=floorPrice]').fill(PRICE.floor)
  await staff.locator('[name=referencePrice]').fill(PRICE.reference)
  await staff.locator('[name=referenceSource]').fill('武安农贸市场')
  await staff.locator('[name=how][value=phone]').check()
  await staff.locator('[name=witness]').fill('安一帆')
  await expectAccessible(staff)
  await staff.getByRole('button', { name: /第一书记/ }).click()
  await expect(staff).toHaveURL(/\/village\/lots\/\d+\/photos\?done=listed/)
  await expectAccessible(staff)
  const lead = await as('village-lead', place)
  await lead.goto('/village/approvals')
  const listed = lead
    .locator('main *')
    .filter({ hasText: '137.60' })
    .filter({ has: lead.locator('button[value=approve]') })
    .last()
  await listed.locator('button[value=approve]').click()
  await expect(lead.locator('main')).not.toContainText('137.60')

  // The organizer plans an event in the village, the day after tomorrow, and opens it.
  await organizer.locator('[name=title]').fill(`${place}“以购助扶”活动`)
  await organizer.locator('[name=place]').fill('村委会广场')
  await organizer.locator('[name=day]').fill(addDays(today, 2))
  await organizer.locator('[name=startsAt]').fill('00:30')
  await organizer.locator('[name=endsAt]').fill('23:30')
  await organizer.locator('[name=cutOffDay]').fill(addDays(today, 1))
  await organizer.locator('[name=cutOffAt]').fill('23:00')
  await organizer.locator('[name=capacityOrders]').fill('30')
  await organizer.locator('[name=scaleCount]').fill('1')
  await organizer.locator(`[name=servedVillageCodes][value="${villageCode}"]`).check()
  await organizer.locator('main form button.go').click()
  await expect(organizer).toHaveURL(/\/organizer\/events\/\d+/)
  const eventId = Number(/events\/(\d+)/.exec(organizer.url())?.[1])
  await organizer.locator('button[name=to][value=open]').click()
  await expect(organizer.locator('button[name=to][value=open]')).toHaveCount(0)

  // Agency staff find them, order both, and dispatch sends them to that event: it is the soonest.
  const buyer = await as('buyer')
  await buyer.goto(`/?village=${villageCode}&q=大白鹅`)
  await buyer.locator('main a[href^="/offers/"]').first().click()
  const offers = await buyer
    .locator('main a[href^="/offers/"]')
    .evaluateAll((links) => links.map((a) => a.getAttribute('href') ?? ''))
  for (const href of ['', ...offers]) {
    if (href) await buyer.goto(href)
    if ((await buyer.locator('main').innerText()).includes('137.60')) break
  }
  await expect(buyer.locator('.bigprice')).toContainText('137.60')
  await expect(buyer.locator('main')).toContainText('125.40')
  await buyer.locator('[name=quantity]').fill('2')
  await buyer.locator('main .go').first().click()
  await expect(buyer).toHaveURL(/\/basket/)
  await expect(buyer.locator('main')).toContainText(BOUGHT.amount)
  await buyer.goto('/checkout')
  await expectAccessible(buyer)
  await keepSeparate(buyer)
  await buyer.getByRole('button', { name: '下单' }).click()
  await expect(buyer).toHaveURL(/\/orders\/[0-9a-f-]{36}/)
  const orderId = /orders\/([0-9a-f-]{36})/.exec(buyer.url())?.[1] ?? ''
  const code = ((await buyer.locator('.says').innerText()).match(/\d/g) ?? []).join('')
  expect(code).toHaveLength(6)
  await expect(buyer.locator('main')).toContainText(place)

  // The cut-off passes; the job cuts the event off and the organizer starts it.
  await letDaysPass(eventId, 2)
  await expect
    .poll(
      async () => {
        await organizer.goto(`/organizer/events/${eventId}`)
        return organizer.locator('button[name=to][value=running]').count()
      },
      { timeout: 20_000 },
    )
    .toBe(1)
  await organizer.locator('button[name=to][value=running]').click()

  // At the desk: found by code, handed over, paid in cash.
  await organizer.goto(`/desk/${eventId}?q=${code}`)
  if (!organizer.url().includes('/orders/')) await organizer.locator(`a[href*="${orderId}"]`).first().click()
  await expectAccessible(organizer)
  await organizer.getByRole('button', { name: '交货' }).last().click()
  await organizer.getByRole('button', { name: /收现金/ }).click()
  await expect(organizer.locator('main')).toContainText(BOUGHT.amount)

  // Closing: cash counted by the organizer, signed by the lead.
  await organizer.goto(`/organizer/events/${eventId}`)
  await organizer.locator('button[name=to][value=closing]').click()
  await expect(organizer).toHaveURL(/\/close/)
  for (const [fen, count] of [
    [10_000, 2],
    [5_000, 1],
    [2_000, 1],
    [500, 1],
    [10, 2],
  ] as const) {
    await organizer.locator(`[name$="${fen}"]`).first().fill(String(count))
  }
  await organizer.getByRole('button', { name: '记下这次清点' }).click()
  await lead.goto(`/village/events/${eventId}/sign`)
  await lead.locator('main form button').last().click()
  await expect
    .poll(async () => {
      await organizer.goto(`/organizer/events/${eventId}`)
      return organizer.locator('main').innerText()
    })
    .toContain('已结账')

  // The county sees the household's fen, on the page and in the file.
  const after = await incomeOf(county, villageCode, tail)
  expect(after.figures).toEqual([
    before.figures[0] + BOUGHT.base + BOUGHT.premium,
    before.figures[1] + BOUGHT.base,
    before.figures[2] + BOUGHT.premium,
  ])
  await county.goto(`/county/income?level=household&scope=${villageCode}`)
  await expect(county.getByRole('row').filter({ hasText: after.number })).toContainText(
    yuan(after.figures[0]),
  )

  const report = audit()
  expect(report.checks.filter((check) => !check.ok)).toEqual([])
  expect(
    report.checks.find((check) => check.name === 'household-credit-is-what-was-handed-over')?.checked,
  ).toBeGreaterThanOrEqual(1)
  for (const context of contexts) await context.close()
})

const COLUMNS =
  'division_code,division_name,household_no,household,category,headcount,sales_fen,base_fen,premium_fen,per_head_fen,orders,last_sale_on'

/** A household's row of the county's file, by the last digits of its number: sales, base and premium in fen. */
async function incomeOf(
  county: Page,
  villageCode: string,
  tail: string,
): Promise<{ number: string; figures: [number, number, number] }> {
  const year = civilDateOf(new Date()).slice(0, 4)
  const answer = await county.request.get(
    `/county/income.csv?year=${year}&level=household&scope=${villageCode}`,
  )
  const [header, ...rows] = (await answer.text()).replace('\uFEFF', '').trim().split('\r\n')
  expect(header).toBe(COLUMNS)
  const cells = rows.map((row) => row.split(',')).find((each) => each[2]?.endsWith(tail))
  expect(cells, `household …${tail}`).toBeDefined()
  const [sales, base, premium] = (cells ?? []).slice(6, 9).map(Number)
  return { number: cells?.[2] ?? '', figures: [sales ?? 0, base ?? 0, premium ?? 0] }
}

function yuan(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`.replace(/\B(?=(\d{3})+\.)/g, ',')
}
