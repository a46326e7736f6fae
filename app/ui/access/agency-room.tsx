import type { ReactNode } from 'react'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { RoomLayout } from '#app/ui/layouts/room-layout.tsx'
import { FilterLinks } from '#app/ui/primitives/links.tsx'

type AgencyRoomProps = {
  frame: { who: string; where: string }
  /** The agencies somebody manages; shown to choose from when there are several. */
  agencies?: { id: number; name: string; href: string; isCurrent: boolean }[]
  children: ReactNode
}

/** The room of an agency's manager. */
export function AgencyRoom({ frame, agencies = [], children }: AgencyRoomProps) {
  return (
    <RoomLayout
      room={m.account_agency_room()}
      who={frame.who}
      where={frame.where}
      nav={[
        { href: paths.agency(), label: m.account_agency_nav_home() },
        { href: paths.agencyMembers(), label: m.account_agency_nav_members() },
        {
          href: paths.agencyStatements(),
          label: m.statement_title(),
          holds: [paths.agencyStatements()],
        },
        { href: paths.ownHouseholds(), label: m.pairing_own_title() },
        { href: paths.catalogue(), label: m.account_agency_nav_store() },
      ]}
    >
      {agencies.length > 1 && (
        <FilterLinks
          label={m.account_agency_choose()}
          links={agencies.map(({ href, name, isCurrent }) => ({ href, label: name, current: isCurrent }))}
        />
      )}
      {children}
    </RoomLayout>
  )
}
