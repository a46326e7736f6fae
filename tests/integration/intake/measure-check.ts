/** Checks a roster as the server does, and prints what that took of this process and of the child, in megabytes. */
import { setTimeout as wait } from 'node:timers/promises'
import { checkSheetInChild, readSheetInChild } from '#app/files/read-sheet-in-child.server.ts'

const [file = '', context = '{}'] = process.argv.slice(2)
const resident = () => process.memoryUsage.rss() / 1024 / 1024

/** What a running server has loaded and warmed up before a file comes. */
await readSheetInChild('package.json', () => {})
globalThis.gc?.()
await wait(100)

const before = resident()
let most = before
const watch = () => {
  most = Math.max(most, resident())
}
let facts = 0
let rows = 0
const checked = await checkSheetInChild(
  file,
  { kind: 'households', context: JSON.parse(context) },
  {
    onChecked: (head) => {
      rows = head.acceptedRows
      watch()
    },
    onFacts: (part) => {
      facts += part.length
      watch()
    },
  },
)
let read = 0
const peaks = await readSheetInChild(file, (part) => {
  read += part.length
  watch()
})
console.log(
  JSON.stringify({
    rows,
    facts,
    read,
    grownMegabytes: Math.round(most - before),
    checkingMegabytes: checked.ok ? checked.value.peakMegabytes : -1,
    readingMegabytes: peaks.ok ? peaks.value.peakMegabytes : -1,
  }),
)
