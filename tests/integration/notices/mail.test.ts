/** Mails over a real SMTP server: each once, retried when put off, given up when refused, lost by nobody. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chooseNotices } from '#app/commands/notices/choose-notices.server.ts'
import { sendMails } from '#app/commands/notices/send-mails.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { noticeLetter } from '#app/files/notice-letter.ts'
import { type MailGateway, smtpMail } from '#app/gateways/mail.server.ts'
import { shownNotice } from '#app/i18n/notice-mail.ts'
import { readNoticesPage } from '#app/queries/notices/notices-page.server.ts'
import { seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { openInbox } from '#tests/fakes/smtp-inbox.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, order, seedBuyer } from '../ordering/buyers.ts'
import { allNotices, giveAddress, tellRefunds } from './people.ts'

const inbox = await openInbox()
process.env.SMTP_URL = inbox.url
process.env.MAIL_FROM = '射洪以购助扶 <notices@yigou.example>'
useDatabase()

let buyer: Buyer
beforeEach(async () => {
  await seedGround()
  buyer = await seedBuyer()
  await giveAddress(buyer.actor.accountId, 'buyer@office.example')
})
afterEach(() => inbox.clear())
afterAll(() => inbox.down())

const never = new AbortController().signal
const writeLetter = (told: Parameters<typeof noticeLetter>[0], language: string) =>
  noticeLetter(told, language, 'https://yigou.example')
const send = (openMail?: () => MailGateway | null) =>
  sendMails(SYSTEM_ACTOR, { writeLetter, stopping: never }, openMail ? { openMail } : undefined)

/** Lets the time pass that a mail still has to wait. */
const letTheWaitPass = () =>
  database().$executeRaw`UPDATE notice SET mail_next_at = clock_timestamp() WHERE mail = 'waiting'`

/** What became of each mail, oldest first. */
async function outcomes() {
  return (await allNotices()).map(({ mail, mailTries, mailError }) => [mail, mailTries, mailError])
}

/** Seconds until the mails that wait are tried again. */
async function waits(): Promise<number[]> {
  const rows = await database().$queryRaw<{ seconds: number }[]>`
    SELECT round(extract(epoch FROM mail_next_at - clock_timestamp()))::int AS seconds
    FROM notice WHERE mail = 'waiting' ORDER BY id`
  return rows.map((row) => row.seconds)
}

describe('a letter', () => {
  it('arrives in Chinese with the day for the calendar, from whom and to whom it should be', async () => {
    const event = await seedPickupEvent({ daysAhead: 14 })
    const { offer } = await seedLot({ quantity: 5 })
    const orderId = await order(buyer, [{ offerId: offer.id, quantity: 2 }])
    expect(await send()).toBe(1)
    const [letter, ...more] = await inbox.letters()
    expect(more).toEqual([])
    expect(letter?.subject).toMatch(/^下好单了，\d+月\d+日 周. 9:00–11:30，白鹿垭取$/)
    expect(letter?.from).toMatchObject({ name: '射洪以购助扶', address: 'notices@yigou.example' })
    expect(letter?.to).toMatchObject([{ address: 'buyer@office.example' }])
    expect(letter?.text).toContain('取货码')
    expect(letter?.text).toContain(`https://yigou.example/orders/${orderId}`)
    expect(letter?.html).toContain('合计240.00元，取货时付')
    const header = (key: string) => letter?.headers.find((one) => one.key === key)?.value
    expect(header('list-unsubscribe')).toBe('<https://yigou.example/account#notices>')
    expect(header('auto-submitted')).toBe('auto-generated')
    expect(letter?.messageId).toMatch(/^<\d+\.[0-9a-f]{20}@yigou\.example>$/)
    const [calendar] = letter?.attachments ?? []
    expect(calendar?.mimeType).toBe('text/calendar')
    const file = new TextDecoder().decode(calendar?.content as ArrayBuffer)
    const unfolded = file.replace(/\r?\n /g, '').split(/\r?\n/)
    const stamp = (instant: Date) => instant.toISOString().replace(/[-:]|\.\d{3}/g, '')
    expect(unfolded).toContain(`DTSTART:${stamp(event.startsAt)}`)
    expect(unfolded).toContain(`DTEND:${stamp(event.endsAt)}`)
    expect(unfolded).toContain('SUMMARY:以购助扶取货，白鹿垭')
    const [notice] = await allNotices()
    expect(notice).toMatchObject({ mail: 'sent', mailTries: 1, mailNextAt: null, mailError: null })
    expect(Date.now() - (notice?.mailSentAt?.getTime() ?? 0)).toBeLessThan(60_000)
  })

  it('is in the language its reader last signed in with', async () => {
    await database().account.update({ where: { id: buyer.actor.accountId }, data: { language: 'en' } })
    await tellRefunds(buyer.actor.accountId, 1)
    await send()
    expect((await inbox.letters()).map((letter) => letter.subject)).toEqual(['¥1.00 refunded to you'])
  })

  it('lets no name of a place break out of its headers', async () => {
    await seedPickupEvent({ daysAhead: 14 })
    await database().division.updateMany({
      where: { level: 'village' },
      data: { shortName: '坏\r\nBcc: victim@example.org\r\n\r\n<script>' },
    })
    const { offer } = await seedLot({ quantity: 5 })
    await order(buyer, [{ offerId: offer.id, quantity: 1 }])
    expect(await send()).toBe(1)
    const [letter] = await inbox.letters()
    expect(letter?.bcc).toBeUndefined()
    expect(letter?.headers.map((one) => one.key)).not.toContain('bcc')
    expect(letter?.html).not.toContain('<script>')
  })
})

describe('the outbox', () => {
  it('hands each of 200 mails over once, whoever sends at the same time', async () => {
    await tellRefunds(buyer.actor.accountId, 200)
    const counts = await Promise.all([send(), send()])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(200)
    expect(Math.min(...counts)).toBeGreaterThan(0)
    const letters = await inbox.letters()
    expect(letters).toHaveLength(200)
    expect(new Set(letters.map((letter) => letter.messageId)).size).toBe(200)
    const expected = Array.from({ length: 200 }, (_one, index) => `退给您${index + 1}.00元`)
    expect(letters.map((letter) => letter.subject).sort()).toEqual(expected.sort())
    expect(new Set((await outcomes()).map(String))).toEqual(new Set(['sent,1,']))
    expect(inbox.connections()).toBeLessThan(100)
    expect(await send()).toBe(0)
  })

  it('waits a minute, then two, when it is put off, and then sends', async () => {
    await tellRefunds(buyer.actor.accountId, 1)
    inbox.rules = { recipient: () => ({ code: 451, text: 'greylisted' }) }
    await send()
    expect(await outcomes()).toEqual([['waiting', 1, 'put-off']])
    expect((await waits())[0]).toBeGreaterThan(50)
    expect((await waits())[0]).toBeLessThanOrEqual(60)
    expect(await send()).toBe(0)
    await letTheWaitPass()
    await send()
    expect((await waits())[0]).toBeGreaterThan(110)
    inbox.rules = {}
    await letTheWaitPass()
    expect(await send()).toBe(1)
    expect(await outcomes()).toEqual([['sent', 3, null]])
    expect(inbox.raw).toHaveLength(1)
  })

  it.each([
    ['recipient', 550, 'address-refused', '邮件没有发成：对方不收这个邮箱的信'],
    ['letter', 554, 'content-refused', '邮件没有发成：对方不收这封信'],
  ] as const)('gives up where the %s is refused for good, and says so', async (step, code, error, words) => {
    await tellRefunds(buyer.actor.accountId, 1)
    inbox.rules = { [step]: () => ({ code, text: 'no' }) }
    await send()
    expect(await outcomes()).toEqual([['failed', 1, error]])
    const { notices } = await readNoticesPage(buyer.actor, null)
    expect(notices.map((notice) => shownNotice(notice).mail)).toEqual([words])
    inbox.rules = {}
    expect(await send()).toBe(0)
  })

  it('does not give up for what an office can mend: its sender refused', async () => {
    await tellRefunds(buyer.actor.accountId, 1)
    inbox.rules = { sender: () => ({ code: 553, text: 'not your domain' }) }
    await send()
    expect(await outcomes()).toEqual([['waiting', 1, 'sender-refused']])
  })

  it('loses nothing while the server is down', async () => {
    await tellRefunds(buyer.actor.accountId, 30)
    await inbox.down()
    expect(await send()).toBe(0)
    expect(new Set((await outcomes()).map(String))).toEqual(new Set(['waiting,1,no-connection']))
    await inbox.up()
    await letTheWaitPass()
    expect(await send()).toBe(30)
    expect(new Set((await inbox.letters()).map((letter) => letter.subject)).size).toBe(30)
  })

  it('sends again under the same Message-ID what a process took with it when it died', async () => {
    await tellRefunds(buyer.actor.accountId, 1)
    const real = smtpMail({ url: inbox.url, from: { name: null, address: 'notices@yigou.example' } }, never)
    const dying: MailGateway = {
      send: async (letter) => {
        await real.send(letter)
        throw new Error('killed')
      },
      close: real.close,
    }
    await expect(send(() => dying)).rejects.toThrow('killed')
    expect(await outcomes()).toEqual([['waiting', 1, null]])
    expect(await send()).toBe(0)
    await letTheWaitPass()
    expect(await send()).toBe(1)
    const [first, second] = await inbox.letters()
    expect(second?.messageId).toBe(first?.messageId)
    expect(await outcomes()).toEqual([['sent', 2, null]])
  })

  it('is not overruled by a process that was too slow and lost its claim', async () => {
    await tellRefunds(buyer.actor.accountId, 1)
    const slow: MailGateway = {
      send: async () => {
        await letTheWaitPass()
        expect(await send()).toBe(1)
        return { ok: false, error: 'address-refused', isFinal: true }
      },
      close: () => {},
    }
    await send(() => slow)
    expect(await outcomes()).toEqual([['sent', 2, null]])
    expect(inbox.raw).toHaveLength(1)
  })

  it('hands nothing more over once the process is to stop', async () => {
    await tellRefunds(buyer.actor.accountId, 40)
    const stopping = new AbortController()
    const one: MailGateway = {
      send: async () => {
        stopping.abort()
        return { ok: true }
      },
      close: () => {},
    }
    const sent = await sendMails(
      SYSTEM_ACTOR,
      { writeLetter, stopping: stopping.signal },
      { openMail: () => one },
    )
    expect(sent).toBeLessThan(40)
    expect((await outcomes()).filter(([mail]) => mail === 'waiting')).toHaveLength(40 - sent)
  })

  it('does not send what its reader no longer wants, or whoever is gone, or after three days', async () => {
    const gone = await seedBuyer()
    await giveAddress(gone.actor.accountId, 'gone@office.example')
    const late = await seedBuyer()
    await giveAddress(late.actor.accountId, 'late@office.example')
    for (const { actor } of [buyer, gone]) await tellRefunds(actor.accountId, 1)
    await chooseNotices(buyer.actor, { mailWanted: false })
    await database().account.update({ where: { id: gone.actor.accountId }, data: { endedAt: new Date() } })
    await database().$executeRaw`
      INSERT INTO notice (county_code, account_id, kind, facts, once_key, created_at, mail, mail_next_at)
      VALUES ('510981000000', ${late.actor.accountId}, 'refunded', '{"amountFen": 100, "way": "cash"}', 'late',
        clock_timestamp() - interval '73 hours', 'waiting', clock_timestamp())`
    expect(await send()).toBe(0)
    expect(await outcomes()).toEqual([
      ['none', 1, null],
      ['none', 1, null],
      ['failed', 1, 'past-use'],
    ])
    expect(inbox.raw).toEqual([])
  })

  it('stays as it is where no mail server is set', async () => {
    await tellRefunds(buyer.actor.accountId, 1)
    expect(await send(() => null)).toBe(0)
    expect(await outcomes()).toEqual([['waiting', 0, null]])
  })
})
