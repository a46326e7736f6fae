import { formatMonth } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { ProduceDrawing } from '#app/ui/primitives/produce-drawing.tsx'
import { SeasonMonths } from './season-months.tsx'
import { productName } from './words.ts'

export type ShownSeason = {
  nameZh: string
  nameEn: string
  drawing: string
  kind: string
  months: readonly number[]
  standing: 'here' | 'sold-out' | 'awaited' | 'out-of-season'
  backInMonth: number | null
}

/** What a village has over the year, its speciality first and larger: the months, and how it stands now. */
export function VillageSeasons({ seasons }: { seasons: readonly ShownSeason[] }) {
  return (
    <ul className="year">
      {seasons.map((season, index) => (
        <li key={season.nameZh} className={index === 0 ? 'first' : undefined}>
          <ProduceDrawing drawing={season.drawing} kind={season.kind} size={index === 0 ? 96 : 52} />
          <div>
            <h3>
              {productName(season)} {index === 0 && <Chip>{m.store_village_speciality()}</Chip>}
            </h3>
            <p className={season.standing === 'here' ? 'here' : 'soft'}>{standingText(season)}</p>
            <SeasonMonths months={season.months} />
          </div>
        </li>
      ))}
    </ul>
  )
}

function standingText({ standing, backInMonth }: ShownSeason): string {
  switch (standing) {
    case 'here':
      return m.store_village_now_short()
    case 'sold-out':
      return m.store_village_gone()
    case 'awaited':
      return m.store_village_in_season()
    case 'out-of-season':
      return m.store_village_from({ month: formatMonth(backInMonth ?? 1) })
  }
}
