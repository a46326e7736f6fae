/**
 * Photos of a lot's own goods.
 * Invariant: what is shown was drawn anew from the picture's pixels, and nothing else that came with it.
 */

/** The widths a photo is kept in, in pixels; a smaller picture is never blown up. */
export const PHOTO_WIDTHS = [320, 640, 1200] as const
export type PhotoWidth = (typeof PHOTO_WIDTHS)[number]

export const MOST_PHOTOS = 3
export const MOST_PHOTO_BYTES = 10 * 1024 * 1024
/** Phones take 12 to 24 million; more is a mistake or meant to harm. */
export const MOST_PHOTO_PIXELS = 40_000_000
/** On either side: less shows nothing of a goose. */
export const LEAST_PHOTO_SIDE = 200

export type PhotoCode =
  | 'photo-missing'
  | 'photo-not-a-picture'
  | 'photo-heic'
  | 'photo-broken'
  | 'photo-too-large'
  | 'photo-too-many-pixels'
  | 'photo-too-small'

/** A photo as pages show it: its address is made of its id. Width and height are its largest file's, in pixels. */
export type ShownPhoto = { id: string; width: number; height: number }

/** The files of a photo that is `width` px wide at its largest, each with the width it really has. */
export function photoFiles(width: number): { name: PhotoWidth; width: number }[] {
  return PHOTO_WIDTHS.filter((_, i) => i === 0 || (PHOTO_WIDTHS[i - 1] ?? 0) < width).map((name) => ({
    name,
    width: Math.min(name, width),
  }))
}

/** `640.webp` as it stands in an address; null for anything else. */
export function readPhotoFileName(text: string): PhotoWidth | null {
  return PHOTO_WIDTHS.find((width) => text === `${width}.webp`) ?? null
}

/** Where a photo's file lies in the photos' folder. */
export function photoFilePath(id: string, width: PhotoWidth): string {
  return `${id}/${width}.webp`
}
