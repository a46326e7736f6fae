import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type LucideIcon } from './icon.tsx'

/** A state or an event in a word or two; its colour repeats the word and never stands for it. */
export function Chip({
  tone = 'plain',
  icon,
  children,
}: {
  tone?: 'plain' | 'ok' | 'look' | 'bad'
  icon?: LucideIcon
  children: ReactNode
}) {
  return (
    <span className={classNames('chip', tone !== 'plain' && tone)}>
      {icon && <Icon of={icon} />}
      {children}
    </span>
  )
}
