import { encode } from 'uqr'

/** The dark modules as one path, runs joined, in units of a module. */
export function qrPath(modules: ReadonlyArray<readonly boolean[]>): string {
  const runs: string[] = []
  modules.forEach((row, y) => {
    let x = 0
    while (x < row.length) {
      let end = x
      while (row[end]) end += 1
      if (end > x) runs.push(`M${x} ${y}h${end - x}v1h-${end - x}z`)
      x = end + 1
    }
  })
  return runs.join('')
}

/** A QR code, always dark on white with its quiet zone, so that any phone reads it at night too. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 0 })
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={qrPath(data)} />
    </svg>
  )
}
