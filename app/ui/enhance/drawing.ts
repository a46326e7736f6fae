/** Signing with a finger: what is drawn on a canvas fills the hidden field beside it as a picture. */
const PAPER = '#ffffff'
const INK = '#1a1a1a'
const PEN_WIDTH = 6

function clear(canvas: HTMLCanvasElement, pen: CanvasRenderingContext2D): void {
  pen.fillStyle = PAPER
  pen.fillRect(0, 0, canvas.width, canvas.height)
}

/** Where a finger is, in the canvas's own pixels. */
function placeOf(canvas: HTMLCanvasElement, { clientX, clientY }: PointerEvent): [number, number] {
  const { left, top, width, height } = canvas.getBoundingClientRect()
  return [((clientX - left) * canvas.width) / width, ((clientY - top) * canvas.height) / height]
}

function enhanceOne(box: HTMLElement): void {
  const canvas = box.querySelector('canvas')
  const field = box.querySelector('input')
  const pen = canvas?.getContext('2d')
  if (!canvas || !field || !pen) return
  let isDown = false
  const stroke = (from: [number, number], to: [number, number]) => {
    pen.beginPath()
    pen.moveTo(...from)
    pen.lineTo(...to)
    pen.stroke()
  }
  let last: [number, number] = [0, 0]
  clear(canvas, pen)
  Object.assign(pen, { strokeStyle: INK, lineWidth: PEN_WIDTH, lineCap: 'round', lineJoin: 'round' })
  // After a refused form the drawing is there again.
  if (field.value !== '') {
    const before = new Image()
    before.onload = () => pen.drawImage(before, 0, 0)
    before.src = field.value
  }
  canvas.addEventListener('pointerdown', (down) => {
    isDown = true
    canvas.setPointerCapture(down.pointerId)
    last = placeOf(canvas, down)
    stroke(last, last)
  })
  canvas.addEventListener('pointermove', (move) => {
    if (!isDown) return
    const to = placeOf(canvas, move)
    stroke(last, to)
    last = to
  })
  const lift = () => {
    if (isDown) field.value = canvas.toDataURL('image/png')
    isDown = false
  }
  canvas.addEventListener('pointerup', lift)
  canvas.addEventListener('pointercancel', lift)
  box.querySelector('[data-draw-clear]')?.addEventListener('click', () => {
    clear(canvas, pen)
    field.value = ''
  })
}

/** Makes every place to sign on the page one. */
export function enhanceDrawing(page: Document): void {
  for (const box of page.querySelectorAll<HTMLElement>('[data-draw]')) enhanceOne(box)
}
