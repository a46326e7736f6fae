/** Names that people type, as they are kept: single spaces, nothing that does not show. */

function tidy(text: string, least: number, most: number): string | null {
  const name = text.normalize('NFC').replace(/\s+/gu, ' ').replace(/\p{C}/gu, '').trim()
  const length = [...name].length
  return length >= least && length <= most && /\p{L}/u.test(name) ? name : null
}

/** A person's name, 1 to 40 characters; null when it is not one. */
export function readPersonName(text: string): string | null {
  return tidy(text, 1, 40)
}

/** An agency's name, 2 to 60 characters; null when it is not one. */
export function readAgencyName(text: string): string | null {
  return tidy(text, 2, 60)
}
