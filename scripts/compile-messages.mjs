/** Compiles messages/ to app/i18n/generated, as the build does. */
import { readFileSync, writeFileSync } from 'node:fs'
import { compile } from '@inlang/paraglide-js'
import { paraglideOptions } from './paraglide-options.mjs'

await compile(paraglideOptions)
keepPluralRules(`${paraglideOptions.outdir}/registry.js`)

/** Making plural rules costs half a millisecond on a page with many counts: one a language is kept. */
function keepPluralRules(file) {
  const made = 'return new Intl.PluralRules(locale, options).select(Number(input))'
  const text = readFileSync(file, 'utf8')
  if (!text.includes(made)) throw new Error(`${file} makes plural rules in another way now`)
  const kept = `if (options !== undefined && Object.keys(options).length > 0) ${made}
	pluralRules[locale] ??= new Intl.PluralRules(locale)
	return pluralRules[locale].select(Number(input))`
  const rules = '/** @type {Record<string, Intl.PluralRules>} */\nconst pluralRules = {}\n'
  writeFileSync(file, `${rules}${text.replace(made, kept)}`)
}
