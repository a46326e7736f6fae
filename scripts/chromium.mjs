/** Finds a Chromium for the journeys: the one named by CHROMIUM, the system's, Playwright's own, or one it installs. */
import { existsSync } from 'node:fs'
import { bin, run } from './steps.mjs'

const SYSTEM_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The path of a Chromium, or null where Playwright should use its own. Throws when none can be had. */
export async function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const found = SYSTEM_PLACES.find((place) => existsSync(place))
  if (found) return found
  const { chromium } = await import('@playwright/test')
  if (existsSync(chromium.executablePath())) return null
  process.stdout.write('Installing Chromium for the journeys …\n')
  await run(bin('playwright'), ['install', 'chromium'])
  return null
}
