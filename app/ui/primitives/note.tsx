import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** What, why, what to do, and what was not lost, beside a rule. `announce` says it as soon as it is there. */
export function Note({
  tone = 'plain',
  title,
  announce,
  children,
}: {
  tone?: 'plain' | 'ok' | 'look' | 'bad'
  title?: ReactNode
  announce?: boolean
  children?: ReactNode
}) {
  const role = announce ? (tone === 'bad' ? 'alert' : 'status') : undefined
  return (
    <div className={classNames('note', tone !== 'plain' && tone)} role={role}>
      {title && <b>{title}</b>}
      {children}
    </div>
  )
}
