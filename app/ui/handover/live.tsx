import type { ReactNode } from 'react'

/** Built by vite.desk.config.ts; in development Vite serves the source. */
export const DESK_SCRIPT = import.meta.env.DEV ? '/app/desk/desk.ts' : '/desk.js'

/**
 * A part of a desk's page that is put in anew when another desk has done something. With a key it holds work in
 * progress and stays until the key is another; `overtaken` then says what happened to that work.
 */
export function Live({
  name,
  workKey,
  overtaken,
  children,
}: {
  name: string
  workKey?: string
  overtaken?: string
  children?: ReactNode
}) {
  return (
    <div className="live" data-live={name} data-live-key={workKey} data-live-overtaken={overtaken}>
      {children}
    </div>
  )
}
