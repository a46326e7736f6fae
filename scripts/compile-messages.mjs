/** Compiles messages/ to app/i18n/generated, as the build does. */
import { compile } from '@inlang/paraglide-js'
import { paraglideOptions } from '../project.inlang/paraglide-options.js'

await compile(paraglideOptions)
