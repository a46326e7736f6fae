/** `npm run bench`: builds what is to be measured, then measures it (scripts/bench/main.ts). */
import { spawn } from 'node:child_process'
import { bin, build, generate, install } from './steps.mjs'

await install()
await generate()
await build()
const bench = spawn(bin('tsx'), ['scripts/bench/main.ts', ...process.argv.slice(2)], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => bench.kill(signal))
bench.on('exit', (code) => process.exit(code ?? 1))
