import { m } from '#app/i18n/generated/messages.js'

/** What was told of an order, when, and how it was sent. Draws nothing where nothing was. */
export function OrderNotices({
  notices,
}: {
  notices: readonly { id: number; title: string; at: string; mail: string }[]
}) {
  if (notices.length === 0) return null
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">{m.notices_order_title()}</h2>
      <ul className="notices">
        {notices.map((notice) => (
          <li key={notice.id}>
            <p>{notice.title}</p>
            <p className="soft">{m.joined({ first: notice.at, second: notice.mail })}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
