/**
 * Completes package-lock.json after `npm install`. A registry that serves only this machine's native packages makes
 * npm leave the other platforms' out of the lock, and `npm ci` then refuses it elsewhere.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const packages = lock.packages

function isLocked(from, name) {
  for (let at = from; ; ) {
    if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true
    if (!at) return false
    const cut = at.lastIndexOf('/node_modules/')
    at = cut < 0 ? '' : at.slice(0, cut)
  }
}

function platformOf(name) {
  const os = name.match(
    /android|darwin|freebsd|netbsd|openbsd|openharmony|linux|win32|windows|sunos|aix/,
  )?.[0]
  const cpu = name.match(/arm64|x64|ia32|ppc64|riscv64|s390x|loong64|mips64el|wasm32|arm/)?.[0]
  return { os: os === 'windows' ? 'win32' : os, cpu, musl: /musl/.test(name) }
}

for (const [path, entry] of Object.entries({ ...packages })) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const { os, cpu, musl } = platformOf(name)
    if (isLocked(path, name) || (!os && !cpu)) continue
    packages[`${path ? `${path}/` : ''}node_modules/${name}`] = {
      version: range.replace(/^[\^~]/, ''),
      optional: true,
      ...(entry.dev && { dev: true }),
      ...(cpu && { cpu: [cpu] }),
      ...(os && { os: [os] }),
      ...(musl && { libc: ['musl'] }),
    }
  }
}

lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
