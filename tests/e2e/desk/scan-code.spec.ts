import config from '../../../playwright.config.ts'
import { filmOfCode } from '../setup/camera.ts'
import { seedSquare } from '../setup/square.ts'
import { expect, expectAccessible, signIn, test } from '../setup/test.ts'

/** Of the third order of the square. */
const CODE = '700003'
const launch = config.use?.launchOptions

test.use({
  launchOptions: {
    ...launch,
    args: [
      ...(launch?.args ?? []),
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${filmOfCode(CODE)}`,
    ],
  },
})

test('a code held before the camera opens its order; without leave for the camera, typing stays', async ({
  page,
  context,
}) => {
  const square = seedSquare()
  const order = square.orders.find((each) => each.code === CODE)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await signIn(context, square.desks[0] ?? never(), square.password)
  await page.goto(`/desk/${square.eventId}`)
  await page.getByRole('button', { name: '扫取货码' }).click()
  await expect(page.locator('[data-scan-says]')).toContainText('输入六位码')
  await expectAccessible(page)

  await context.grantPermissions(['camera'])
  await page.goto(`/desk/${square.eventId}`)
  await page.getByRole('button', { name: '扫取货码' }).click()
  await expect(page).toHaveURL(new RegExp(`/desk/${square.eventId}/orders/${order?.id}`))
  // Nothing but our own server was asked, for the reader neither.
  expect(asked.filter((url) => new URL(url).origin !== process.env.E2E_ADDRESS)).toEqual([])
  expect(asked.some((url) => url.endsWith('.wasm'))).toBe(true)

  await page.goto(`/desk/${square.eventId}`)
  await page.getByLabel('六位取货码、姓名或单位').fill('７００ ００３')
  await page.getByRole('button', { name: '查找' }).click()
  await expect(page).toHaveURL(new RegExp(`/orders/${order?.id}`))
})

function never(): never {
  throw new Error('the square has two desks')
}
