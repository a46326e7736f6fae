import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { CatalogueFilters } from './catalogue-filters.tsx'
import { seasonText } from './season-months.tsx'
import { eventPlace } from './words.ts'

const town = { code: '510981100000', name: '武安镇', count: 5 }
const village = { code: '510981100212', name: '白鹿垭', count: 2 }

function render(changes: Partial<Parameters<typeof CatalogueFilters>[0]> = {}) {
  return renderToStaticMarkup(
    <CatalogueFilters
      filter={{ q: '鹅', placeCode: null, kind: 'fowl', month: null }}
      anyKind={7}
      kinds={[
        { kind: 'fowl', count: 3 },
        { kind: 'veg', count: 4 },
      ]}
      months={[{ month: 12, count: 3 }]}
      towns={[town]}
      villages={[village]}
      place={null}
      {...changes}
    />,
  )
}

test('each filter is a link that keeps the others and says how many it leads to', () => {
  const html = render()
  const q = '%E9%B9%85'
  expect(html).toContain(`<a href="/?q=${q}">全部 <span>7</span></a>`)
  expect(html).toContain(`<a href="/?q=${q}&amp;kind=fowl" aria-current="page">禽蛋 <span>3</span></a>`)
  expect(html).toContain(`<a href="/?q=${q}&amp;kind=veg">蔬菜 <span>4</span></a>`)
  expect(html).toContain(`<a href="/?q=${q}&amp;kind=fowl&amp;month=12">12月 <span>3</span></a>`)
  expect(html).toContain(
    `<a href="/?q=${q}&amp;village=${village.code}&amp;kind=fowl">白鹿垭 <span>2</span></a>`,
  )
})

test('the only town is not offered as a choice, and one chosen leads back to all', () => {
  expect(render()).not.toContain('武安镇')
  const chosen = render({
    filter: { q: '', placeCode: village.code, kind: null, month: null },
    place: { code: village.code, townCode: town.code },
  })
  expect(chosen).toContain('<a href="/">全部乡镇</a>')
  expect(chosen).toContain(`<a href="/?village=${town.code}" aria-current="page">武安镇`)
  expect(chosen).toContain(`<a href="/?village=${town.code}">全部村</a>`)
  expect(chosen).toContain(`<a href="/?village=${village.code}" aria-current="page">白鹿垭`)
  expect(chosen).toContain('<details class="mb-4" open="">')
})

test('a season is said in spans, over the turn of the year too', () => {
  expect(seasonText([9, 10, 11, 12, 1])).toBe('9月到次年1月')
  expect(seasonText([5, 6, 10])).toBe('5月到6月，10月')
  expect(seasonText([])).toBe('全年都有')
})

test('an event is named for its village, and for whose goods come there', () => {
  expect(eventPlace({ village: '文武', serves: ['文武'] })).toBe('文武')
  expect(eventPlace({ village: '文武', serves: ['文武', '宝堂'] })).toBe('文武（文武、宝堂的货）')
  expect(eventPlace({ village: '文武', serves: ['甲', '乙', '丙', '丁'] })).toBe('文武（甲、乙等4个村的货）')
})
