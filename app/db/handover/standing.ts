/** Rows of a desk's acts that stand: neither taken back nor taking one back. Sums may be over all; what is listed may not. */
export const STANDING = { reversesId: null, reversedBy: null } as const
