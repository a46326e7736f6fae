import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PHOTO_WIDTHS, photoFiles, readPhotoFileName } from './photo.ts'

describe('photoFiles', () => {
  it.each([
    [1200, [320, 640, 1200]],
    [800, [320, 640, 800]],
    [640, [320, 640]],
    [300, [300]],
  ])('of a photo %i px wide', (width, widths) => {
    expect(photoFiles(width).map((file) => file.width)).toEqual(widths)
  })

  it('never claim more than there is, and the largest has all of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1200 }), (width) => {
        const files = photoFiles(width)
        expect(files.at(-1)?.width).toBe(width)
        expect(new Set(files.map((file) => file.width)).size).toBe(files.length)
      }),
    )
  })
})

describe('readPhotoFileName', () => {
  it('reads the files there are', () => {
    expect(PHOTO_WIDTHS.map((width) => readPhotoFileName(`${width}.webp`))).toEqual([...PHOTO_WIDTHS])
  })

  it.each(['', '321.webp', '640.jpg', '640.webp.webp', '../640.webp', '0640.webp', '640'])(
    'not %j',
    (text) => {
      expect(readPhotoFileName(text)).toBeNull()
    },
  )
})
