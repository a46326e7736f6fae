import type { ReactNode } from 'react'
import { classNames } from '#app/ui/primitives/class-names.ts'

/** Floats at the thumb: what it comes to at the left, the main action at the right. */
export function ThumbBar({
  children,
  action,
  narrow,
  onlyPhone,
}: {
  children?: ReactNode
  action: ReactNode
  /** As wide as a village form. */
  narrow?: boolean
  /** A wide screen has it in view already. */
  onlyPhone?: boolean
}) {
  return (
    <div className={classNames('thumb', onlyPhone && 'only-phone')}>
      <div className={classNames('wrap thumb-in', narrow && 'narrow')}>
        <div>{children}</div>
        {action}
      </div>
    </div>
  )
}

/** The desk's acts in a row; the last, twice as wide, is the usual one. */
export function ActBar({ children }: { children: ReactNode }) {
  return (
    <div className="thumb">
      <div className="wrap acts">{children}</div>
    </div>
  )
}
