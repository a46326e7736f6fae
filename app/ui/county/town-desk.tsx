import { TOWN_DESK_ITEMS, type TownDeskFigures, type TownDeskItem } from '#app/domain/pickup/town-desk.ts'
import { formatAmount, formatCount, formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { Table } from '#app/ui/primitives/table.tsx'

const NAMES: Record<TownDeskItem, () => string> = {
  coming: m.town_desk_coming,
  'to-cut-off': m.town_desk_to_cut_off,
  'to-close': m.town_desk_to_close,
  short: m.town_desk_short,
  unpaid: m.town_desk_unpaid,
  'open-differences': m.town_desk_open_differences,
  'late-events': m.town_desk_late_events,
  'late-differences': m.town_desk_late_differences,
}

const WHYS: Record<TownDeskItem, () => string> = {
  coming: m.town_desk_coming_why,
  'to-cut-off': m.town_desk_to_cut_off_why,
  'to-close': m.town_desk_to_close_why,
  short: m.town_desk_short_why,
  unpaid: m.town_desk_unpaid_why,
  'open-differences': m.town_desk_open_differences_why,
  'late-events': m.town_desk_late_events_why,
  'late-differences': m.town_desk_late_differences_why,
}

export const townDeskName = (item: TownDeskItem): string => NAMES[item]()
export const townDeskWhy = (item: TownDeskItem): string => WHYS[item]()

type Village = TownDeskFigures & { code: string; name: string; town: string }

/** A row a village with its figures; on a phone those it has, under its name. */
export function TownDeskTable({ villages, total }: { villages: readonly Village[]; total: TownDeskFigures }) {
  return (
    <Table
      caption={m.town_desk_caption()}
      hideCaption
      rows={villages}
      rowKey={(village) => village.code}
      empty={m.town_desk_nothing()}
      columns={[
        {
          key: 'village',
          heading: m.town_desk_column_village(),
          isRowHeading: true,
          cell: (village) => (
            <>
              {village.name} <span className="soft">{village.town}</span>
              <Figures figures={village} village={village.code} />
            </>
          ),
          total: (
            <>
              {m.town_desk_all()}
              <Figures figures={total} />
            </>
          ),
        },
        ...TOWN_DESK_ITEMS.map((item) => ({
          key: item,
          heading: townDeskName(item),
          numeric: true,
          onlyWide: true,
          cell: (village: Village) => <Figure item={item} figures={village} village={village.code} />,
          total: <Figure item={item} figures={total} />,
        })),
      ]}
    />
  )
}

/** Villages with nothing to do, folded away by name. */
export function QuietVillages({
  villages,
}: {
  villages: readonly Pick<Village, 'code' | 'name' | 'town'>[]
}) {
  if (villages.length === 0) return null
  return (
    <details>
      <summary>{m.town_desk_quiet({ count: formatCount(villages.length) })}</summary>
      <ul className="flex flex-wrap gap-x-6 gap-y-2">
        {villages.map(({ code, name, town }) => (
          <li key={code}>
            {name} <span className="soft">{town}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

type FigureProps = { item: TownDeskItem; figures: TownDeskFigures; village?: string }

/** How many; of what isn't paid, how much. Nothing is drawn for none. */
function Figure({ item, figures, village }: FigureProps) {
  const count = figures[item]
  if (count === 0) return null
  return (
    <a href={paths.countyDeskRows({ village, what: item })}>
      {item === 'unpaid' ? formatAmount(figures.unpaidFen) : formatCount(count)}
    </a>
  )
}

/** The figures that aren't none, each with its name, for where there is no room for columns. */
function Figures({ figures, village }: Omit<FigureProps, 'item'>) {
  const shown = TOWN_DESK_ITEMS.filter((item) => figures[item] > 0)
  if (shown.length === 0) return <p className="soft sm:hidden">{m.town_desk_nothing()}</p>
  return (
    <ul className="flex flex-wrap gap-x-4 font-normal sm:hidden">
      {shown.map((item) => (
        <li key={item}>
          <a
            href={paths.countyDeskRows({ village, what: item })}
            className="inline-flex min-h-11 items-center"
          >
            {m.town_desk_figure({
              name: townDeskName(item),
              count: item === 'unpaid' ? formatMoney(figures.unpaidFen) : formatCount(figures[item]),
            })}
          </a>
        </li>
      ))}
    </ul>
  )
}
