import { defineConfig } from 'vite'

/** Bundles the script of the desk's pages; what it needs only sometimes lies beside the other assets. */
export default defineConfig({
  build: {
    outDir: 'build/client',
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'es2020',
    modulePreload: false,
    rollupOptions: {
      input: 'app/desk/desk.ts',
      output: {
        entryFileNames: 'desk.js',
        chunkFileNames: 'assets/desk-[name]-[hash].js',
        assetFileNames: 'assets/desk-[name]-[hash][extname]',
      },
    },
  },
})
