import { generate } from './steps.mjs'

await generate()
