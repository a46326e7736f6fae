import { defineConfig } from 'vite'

/** Bundles the one script of every page into the folder that the Remix build has made. */
export default defineConfig({
  build: {
    outDir: 'build/client',
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'es2020',
    lib: { entry: 'app/ui/enhance/enhance.ts', formats: ['es'], fileName: () => 'enhance.js' },
  },
})
