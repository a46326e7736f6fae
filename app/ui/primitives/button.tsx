import type { AnchorHTMLAttributes, ButtonHTMLAttributes } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type LucideIcon } from './icon.tsx'

type Look = {
  /** `go` is the action that gives the help, at most one on a screen; `ok` is done, handed over. */
  tone?: 'plain' | 'go' | 'ok'
  size?: 'normal' | 'big'
  /** As wide as its column. */
  wide?: boolean
  icon?: LucideIcon
}

function buttonClass({ tone = 'plain', size = 'normal', wide }: Look, className?: string) {
  return classNames('btn', tone !== 'plain' && tone, size === 'big' && 'big', wide && 'wide', className)
}

/** Submits its form unless told otherwise. */
export function Button({
  tone,
  size,
  wide,
  icon,
  className,
  type = 'submit',
  children,
  ...rest
}: Look & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type={type} className={buttonClass({ tone, size, wide }, className)} {...rest}>
      {icon && <Icon of={icon} />}
      {children}
    </button>
  )
}

/** A link that looks like a button. */
export function ButtonLink({
  tone,
  size,
  wide,
  icon,
  className,
  children,
  ...rest
}: Look & AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  return (
    <a className={buttonClass({ tone, size, wide }, className)} {...rest}>
      {icon && <Icon of={icon} />}
      {children}
    </a>
  )
}

/** A link on a line of its own, tall enough for a thumb. */
export function TapLink({
  icon,
  className,
  children,
  ...rest
}: { icon?: LucideIcon } & AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  return (
    <a className={classNames('linkish', className)} {...rest}>
      {icon && <Icon of={icon} />}
      {children}
    </a>
  )
}

/** A form's button that looks like a link: for the lesser act beside a main one. */
export function LinkButton({
  icon,
  className,
  type = 'submit',
  children,
  ...rest
}: { icon?: LucideIcon } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type={type} className={classNames('linkish link-button', className)} {...rest}>
      {icon && <Icon of={icon} />}
      {children}
    </button>
  )
}
