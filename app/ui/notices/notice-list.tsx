import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { Button, LinkButton } from '#app/ui/primitives/button.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'

type NoticeShown = {
  id: number
  title: string
  lines: readonly string[]
  at: string
  isRead: boolean
  mail: string
}

/** Notices as buttons: opening one reads it and goes to what it is about. */
export function NoticeList({ notices }: { notices: readonly NoticeShown[] }) {
  return (
    <ul className="notices">
      {notices.map((notice) => (
        <li key={notice.id} className={notice.isRead ? undefined : 'unread'}>
          <form method="post" action={paths.notices()}>
            <input type="hidden" name="id" value={notice.id} />
            <h2>
              <LinkButton name="intent" value="open">
                {notice.title}
              </LinkButton>
            </h2>
          </form>
          {notice.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
          <p className="soft">
            {m.joined({ first: notice.at, second: notice.mail })}
            {!notice.isRead && <Chip tone="look">{m.notices_unread_one()}</Chip>}
          </p>
        </li>
      ))}
    </ul>
  )
}

export function MarkAllRead({ upToId }: { upToId: number }) {
  return (
    <form method="post" action={paths.notices()} className="mb-4">
      <input type="hidden" name="upTo" value={upToId} />
      <Button name="intent" value="all-read">
        {m.notices_all_read()}
      </Button>
    </form>
  )
}
