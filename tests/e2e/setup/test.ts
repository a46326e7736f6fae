/** The journeys' test: signed in as a role of the demo world, failing on any console error, with axe at hand. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'

type DemoLogin = { phone: string; who: string; role: string; place: string }
type Demo = { password: string; logins: DemoLogin[] }

export function demo(): Demo {
  return JSON.parse(readFileSync(path.join(process.env.E2E_DATA_DIR ?? '', 'demo.json'), 'utf8')) as Demo
}

/** The demo login of a role; of several, the first that `matches`. */
export function loginOf(role: string, matches: (login: DemoLogin) => boolean = () => true): DemoLogin {
  const found = demo().logins.find((each) => each.role === role && matches(each))
  if (!found) throw new Error(`the demo world has no ${role}`)
  return found
}

/** Signs a browser in without going through the form on the screen. */
export async function signIn(
  context: BrowserContext,
  login: DemoLogin,
  password = demo().password,
): Promise<void> {
  const answer = await context.request.post(`${process.env.E2E_ADDRESS}/login`, {
    form: { signInName: login.phone, password },
    headers: { Origin: process.env.E2E_ADDRESS ?? '' },
    maxRedirects: 0,
  })
  expect(answer.status(), `sign-in of ${login.who}`).toBe(302)
}

/** Looks for barriers: WCAG 2.2 A and AA. */
export async function expectAccessible(page: Page): Promise<void> {
  // No page here holds another one, so that no second page is opened to put frames together.
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .setLegacyMode()
    .analyze()
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([])
}

/** At the checkout: keeps the order apart from those the buyer has already, as other stories of his may have left some. */
export async function keepSeparate(page: Page): Promise<void> {
  const separate = page.locator('[name=isSeparate]')
  if ((await separate.count()) > 0) await separate.check({ force: true })
}

/** Nothing on a page may scroll it sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(over, 'pixels scrolled sideways').toBeLessThanOrEqual(0)
}

/** The audit beside the running server, as an operator runs it. */
export function audit(): {
  ok: boolean
  checks: { name: string; ok: boolean; checked: number; differences: unknown[] }[]
} {
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: process.env.E2E_DATA_DIR }
  delete env.DATABASE_URL
  delete env.DATABASE_OWNER_URL
  let output: string
  try {
    output = execFileSync(process.execPath, ['--import', 'tsx', 'scripts/audit.ts', '--json'], {
      env,
      encoding: 'utf8',
      maxBuffer: 1e8,
    })
  } catch (error) {
    output = (error as { stdout: string }).stdout
  }
  return JSON.parse(output)
}

export const test = base.extend<{ consoleGuard: undefined }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from its first argument
  baseURL: async ({}, use) => {
    await use(process.env.E2E_ADDRESS)
  },
  consoleGuard: [
    async ({ page }, use) => {
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      page.on('console', (message) => {
        // A refused form is an answer of 4xx, which the browser reports as a failed resource.
        if (message.type() === 'error' && !/Failed to load resource.*\b4\d\d\b/.test(message.text()))
          errors.push(message.text())
      })
      await use(undefined)
      expect(errors, 'errors in the browser console').toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
