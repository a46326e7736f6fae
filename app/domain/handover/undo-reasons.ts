/** Why a desk takes back what it recorded: picked with one tap, since words might name somebody. */
export const undoReasons = ['wrong-figure', 'wrong-line', 'wrong-buyer', 'tapped-by-mistake'] as const
export type UndoReason = (typeof undoReasons)[number]

export function isUndoReason(text: string): text is UndoReason {
  return (undoReasons as readonly string[]).includes(text)
}
