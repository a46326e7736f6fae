import { m } from '#app/i18n/generated/messages.js'

/** The word for notices, with how many are unread if any are. */
export function UnreadNotices({ count }: { count: number }) {
  if (count === 0) return m.notices_title()
  return m.joined({ first: m.notices_title(), second: m.notices_unread({ count }) })
}
