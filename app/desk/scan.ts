/**
 * Scans a pickup code with the camera, in the page. What it reads goes into the field where it could have been typed,
 * and the form is sent. Without a camera, or the right to it, the page says so and typing stays.
 */

type ReadCodes = (video: HTMLVideoElement) => Promise<string[]>

/** What some browsers bring themselves; it isn't in TypeScript's own list yet. */
type Detector = { detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]> }
type DetectorClass = {
  new (options: { formats: string[] }): Detector
  getSupportedFormats: () => Promise<string[]>
}

const EVERY_MS = 120
const PICKUP_CODE = /^\d{6}$/

async function codeReader(): Promise<ReadCodes> {
  const Native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  const formats = await Native?.getSupportedFormats().catch((): string[] => [])
  if (Native && formats?.includes('qr_code')) {
    const detector = new Native({ formats: ['qr_code'] })
    return async (video) => (await detector.detect(video)).map((code) => code.rawValue)
  }
  return (await import('./wasm-reader.ts')).wasmReader()
}

/** Brings the scan button of a page to life. Its texts stand in the page, in the page's language. */
export function offerScan(page: Document): void {
  const box = page.querySelector<HTMLElement>('[data-scan]')
  const field = page.querySelector<HTMLInputElement>('input[data-scan-into]')
  const button = page.querySelector<HTMLButtonElement>('button[data-scan-open]')
  const video = box?.querySelector('video')
  if (!box || !field || !button || !video) return
  let camera: MediaStream | null = null

  const say = (what: keyof DOMStringMap | null) => {
    const says = box.querySelector<HTMLElement>('[data-scan-says]')
    if (says) says.textContent = what === null ? '' : (box.dataset[what] ?? '')
  }
  const stop = () => {
    for (const track of camera?.getTracks() ?? []) track.stop()
    camera = null
    video.srcObject = null
    video.hidden = true
    button.setAttribute('aria-expanded', 'false')
  }
  const read = async (readCodes: ReadCodes) => {
    while (camera) {
      const [code] = await readCodes(video).catch(() => [])
      if (!camera) return
      if (code !== undefined && PICKUP_CODE.test(code.trim())) {
        stop()
        field.value = code.trim()
        return field.form?.requestSubmit()
      }
      if (code !== undefined) say('notACode')
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
  }
  const start = async () => {
    box.hidden = false
    say('starting')
    button.setAttribute('aria-expanded', 'true')
    try {
      camera = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 } },
      })
    } catch (error) {
      stop()
      return say(
        error instanceof DOMException && error.name === 'NotAllowedError' ? 'notAllowed' : 'noCamera',
      )
    }
    video.srcObject = camera
    video.hidden = false
    await video.play().catch(() => {})
    const readCodes = await codeReader().catch(() => null)
    if (readCodes === null) {
      stop()
      return say('noReader')
    }
    say('hold')
    return read(readCodes)
  }

  button.hidden = false
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-expanded') === 'true') {
      stop()
      box.hidden = true
    } else void start()
  })
  // Nobody looks through a camera that nobody sees.
  page.addEventListener('visibilitychange', () => {
    if (!page.hidden || !camera) return
    stop()
    box.hidden = true
  })
}
