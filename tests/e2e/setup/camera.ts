import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { encode } from 'uqr'

const WIDTH = 640
const HEIGHT = 480
const MODULE = 10

/** What a camera sees that is held over a code: a film of one picture, for a browser's fake camera. Returns its file. */
export function filmOfCode(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 0 })
  const left = Math.floor((WIDTH - size * MODULE) / 2)
  const top = Math.floor((HEIGHT - size * MODULE) / 2)
  const light = Buffer.alloc(WIDTH * HEIGHT, 200)
  for (const [y, row] of data.entries()) {
    for (const [x, isDark] of row.entries()) {
      if (!isDark) continue
      for (let line = 0; line < MODULE; line++) {
        const at = (top + y * MODULE + line) * WIDTH + left + x * MODULE
        light.fill(30, at, at + MODULE)
      }
    }
  }
  const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  const file = path.resolve('.cache', `camera-${text}.y4m`)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(
    file,
    Buffer.concat([head, ...Array(3).fill(Buffer.concat([Buffer.from('FRAME\n'), light, grey]))]),
  )
  return file
}
