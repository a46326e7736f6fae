import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import remixConfig from './remix.config.js'
import { keptPluralRules } from './scripts/kept-plural-rules.mjs'
import { paraglideOptions } from './scripts/paraglide-options.mjs'

export default defineConfig({
  plugins: [paraglideVitePlugin(paraglideOptions), keptPluralRules(), tailwindcss(), remix(remixConfig)],
  build: { target: 'es2022' },
})
