/** Compiles messages/ to app/i18n/generated, as the build does. */
import { compile } from '@inlang/paraglide-js'
import { paraglideOptions } from './paraglide-options.mjs'

await compile(paraglideOptions)
