const FILE = /\/i18n\/generated\/registry\.js$/
const MADE = 'return new Intl.PluralRules(locale, options).select(Number(input))'

/**
 * Plural rules are made once a language: the compiler of messages makes them for every count on a page, which costs more
 * than a tenth of rendering it. Fails where the compiler writes them in another way.
 * @returns {import('vite').Plugin}
 */
export function keptPluralRules() {
  return {
    name: 'kept-plural-rules',
    transform(code, id) {
      if (!FILE.test(id)) return null
      if (!code.includes(MADE)) throw new Error(`${id} makes plural rules in another way now`)
      const kept = `if (options !== undefined && Object.keys(options).length > 0) { ${MADE} }
        const rules = (pluralRules[locale] ??= new Intl.PluralRules(locale))
        return rules.select(Number(input))`
      return { code: `const pluralRules = {}\n${code.replace(MADE, kept)}`, map: null }
    },
  }
}
