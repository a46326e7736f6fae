/** `npm test`: on a fresh clone all it needs, then every check that CI runs, the journeys last. */
import { install } from './steps.mjs'

await install()
const { check, close } = await import('./checks.mjs')
const { verify } = await import('./verify.mjs')
const { findChromium } = await import('./chromium.mjs')
const { bin } = await import('./steps.mjs')

const long = process.argv.includes('--long')
if (long) process.env.LONG = '1'
const results = await verify()
const chromium = await findChromium()
results.push(await check('journeys', bin('playwright'), ['test'], chromium ? { CHROMIUM: chromium } : {}))
close(results)
