import { defineConfig } from 'vite'

/** Bundles server.ts, so that starting needs no compiler. Packages stay where npm put them. */
export default defineConfig({
  build: {
    ssr: 'server.ts',
    outDir: 'build/start',
    target: 'node20',
    emptyOutDir: true,
    copyPublicDir: false,
    rollupOptions: { output: { entryFileNames: 'server.js' } },
  },
})
