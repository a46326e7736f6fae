import type { ReactNode } from 'react'
import type { Permission } from '#app/domain/access/matrix.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { RoomLayout } from '#app/ui/layouts/room-layout.tsx'

/** The room of whoever plans events, and of those who may only look at them. */
export function OrganizerRoom({
  frame,
  className,
  children,
}: {
  frame: { who: string; where: string; may: readonly Permission[] }
  className?: string
  children: ReactNode
}) {
  const links = [{ href: paths.organizer(), label: m.organizer_nav_events() }]
  if (frame.may.includes('event:plan')) {
    links.push({ href: paths.organizerMissing(), label: m.missing_title() })
    links.push({ href: paths.organizerNewEvent(), label: m.organizer_nav_new() })
    links.push({ href: paths.organizerSeriesList(), label: m.series_nav() })
  }
  links.push({ href: paths.organizerPoints(), label: m.point_name() })
  if (frame.may.includes('exception:settle')) {
    links.push({ href: paths.organizerExceptions(), label: m.exception_title() })
  }
  return (
    <RoomLayout
      room={m.organizer_room()}
      who={frame.who}
      where={frame.where}
      nav={links}
      className={className}
    >
      {children}
    </RoomLayout>
  )
}
