/**
 * A notice as a letter: text and a little HTML that say the same, and the event for a calendar where there is a day to
 * keep. Invariant: what a line breaks out of a header or of HTML is never in either.
 */
import type { NoticeFacts } from '#app/domain/notices/kinds.ts'
import type { ToldNotice } from '#app/domain/notices/told-notice.ts'
import { m } from '#app/i18n/generated/messages.js'
import type { Locale } from '#app/i18n/locale.ts'
import { noticeHref, noticeWords } from '#app/i18n/notices.ts'
import { paths } from '#app/paths.ts'
import { calendarFileName, eventCalendarFile } from './event-calendar-file.ts'

export type NoticeLetter = {
  fromName: string
  subject: string
  text: string
  html: string
  language: Locale
  calendars: { filename: string; content: string }[]
  unsubscribeUrl: string
}

const PARAGRAPH = 'margin:0 0 12px;font-size:16px;line-height:1.7'

/** `origin` is where its links lead. A language it has no words in is Chinese. */
export function noticeLetter(told: ToldNotice, language: string, origin: string): NoticeLetter {
  const to: Locale = language === 'en' ? 'en' : 'zh-CN'
  const { title, lines } = noticeWords(told, to)
  const body = told.order
    ? [...lines, m.notice_letter_order_number({ number: told.order.number }, { locale: to })]
    : lines
  const link = {
    href: origin + noticeHref({ orderId: told.order?.id ?? null, facts: told.facts }),
    label: told.order ? m.notice_letter_order({}, { locale: to }) : m.notice_letter_offer({}, { locale: to }),
  }
  const unsubscribeUrl = `${origin}${paths.account()}#notices`
  const foot = m.notice_letter_foot({}, { locale: to })
  return {
    fromName: m.brand({}, { locale: to }),
    subject: oneLine(title),
    text: `${[title, ...body, `${link.label}: ${link.href}`, `${foot}\n${unsubscribeUrl}`].join('\n\n')}\n`,
    html: `<!DOCTYPE html>
<html lang="${to}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title></head>
<body style="margin:0;padding:24px 16px;font-family:sans-serif"><div style="max-width:560px;margin:0 auto">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.4">${escapeHtml(title)}</h1>
${body.map((line) => `<p style="${PARAGRAPH}">${escapeHtml(line)}</p>`).join('\n')}
<p style="${PARAGRAPH}"><a href="${escapeHtml(link.href)}">${escapeHtml(link.label)}</a></p>
<p style="margin:24px 0 0;padding-top:12px;border-top:1px solid #88775b;font-size:14px;line-height:1.6">${escapeHtml(foot)} <a href="${escapeHtml(unsubscribeUrl)}">${escapeHtml(unsubscribeUrl)}</a></p>
</div></body></html>
`,
    language: to,
    calendars: eventsToKeep(told.facts).flatMap(({ eventId, startsAt, endsAt }) => {
      const event = told.events[eventId]
      if (!event) return []
      const content = eventCalendarFile({ ...event, startsAt, endsAt }, origin, to)
      return [{ filename: calendarFileName(eventId), content }]
    }),
    unsubscribeUrl,
  }
}

/** The days that a notice asks to keep, with the times it told. */
function eventsToKeep(facts: NoticeFacts) {
  if (facts.kind === 'order-placed') return facts.events
  return facts.kind === 'order-moved' ? [facts.to] : []
}

/** Names come from imports: whatever is in them, a header stays one line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
}
