import type { ReactNode } from 'react'
import { drawingPath } from './produce-drawing.tsx'

/** What is missing, and the one way on. */
export function EmptyState({
  drawing = 'basket',
  title,
  children,
  action,
}: {
  drawing?: string
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="empty">
      <img src={drawingPath(drawing)} width="96" height="96" alt="" />
      <div>
        <p>
          <b>{title}</b>
        </p>
        {children && <p className="soft">{children}</p>}
        {action && <p>{action}</p>}
      </div>
    </div>
  )
}
