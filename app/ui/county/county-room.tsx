import type { ReactNode } from 'react'
import type { Permission } from '#app/domain/access/matrix.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { RoomLayout, type RoomLink } from '#app/ui/layouts/room-layout.tsx'

type CountyRoomProps = {
  frame: { who: string; where: string; may: readonly Permission[] }
  children: ReactNode
}

/** The rooms of the county office, the town desk and the inspector: those of them the person may enter. */
export function CountyRoom({ frame, children }: CountyRoomProps) {
  const links: (RoomLink & { needs: Permission })[] = [
    { needs: 'county:read', href: paths.county(), label: m.county_nav_home() },
    {
      needs: 'county:read',
      href: paths.countyDesk(),
      label: m.town_desk_nav(),
      holds: [paths.countyDesk()],
    },
    { needs: 'income:read', href: paths.countyIncome(), label: m.county_nav_income() },
    {
      needs: 'bank:work',
      href: paths.countyBank(),
      label: m.bank_nav(),
      holds: [paths.countyBank(), paths.countyAgencies(), paths.countyRefunds()],
    },
    { needs: 'invoice:work', href: paths.countyInvoices(), label: m.invoice_nav() },
    { needs: 'people:find', href: paths.countyHouseholds(), label: m.wider_nav() },
    {
      needs: 'import:preview',
      href: paths.countyImport(),
      label: m.county_nav_import(),
      holds: [paths.countyImport()],
    },
    { needs: 'cleaning:work', href: paths.countyCleaning(), label: m.cleaning_nav() },
    {
      needs: 'pairing:read',
      href: paths.countyPairings(),
      label: m.pairing_nav(),
      holds: [paths.countyPairings()],
    },
    { needs: 'group:read', href: paths.villageGroups(), label: m.group_title() },
    {
      needs: 'cooperative:read',
      href: paths.countyCooperatives(),
      label: m.contract_nav(),
      holds: [paths.countyCooperatives()],
    },
    { needs: 'price:enter', href: paths.countyPrices(), label: m.county_nav_prices() },
    { needs: 'calendar:declare', href: paths.countyCalendar(), label: m.calendar_nav() },
    { needs: 'account:read', href: paths.countyPeople(), label: m.county_nav_people() },
    { needs: 'settings:change', href: paths.countySettings(), label: m.county_nav_settings() },
    { needs: 'audit:read', href: paths.audit(), label: m.county_nav_audit() },
  ]
  return (
    <RoomLayout
      room={frame.may.includes('county:read') ? m.county_room() : m.county_room_reports()}
      who={frame.who}
      where={frame.where}
      nav={links.filter((link) => frame.may.includes(link.needs))}
    >
      {children}
    </RoomLayout>
  )
}
