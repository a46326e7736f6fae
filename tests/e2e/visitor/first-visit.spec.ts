import { measureVisit } from '#scripts/driving/first-visit.ts'
import { expect, test } from '../setup/test.ts'

test('a first visit takes at most 90 KB in all, and can be read before any script runs', async ({
  browser,
}) => {
  const visit = await measureVisit(browser, `${process.env.E2E_ADDRESS}/`)
  expect(visit.isReadable).toBe(true)
  // The page, the styles, the script, the icon and at least one drawing: less would mean that not all were counted.
  expect(visit.transfers).toBeGreaterThan(4)
  expect(visit.bytes).toBeGreaterThan(10_000)
  expect(visit.bytes).toBeLessThanOrEqual(90_000)
})
