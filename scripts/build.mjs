import { build, generate } from './steps.mjs'

await generate()
await build()
