import { Bell, Search, ShoppingBasket } from 'lucide-react'
import type { ReactNode } from 'react'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { classNames } from '#app/ui/primitives/class-names.ts'
import { HiddenText } from '#app/ui/primitives/hidden-text.tsx'
import { Icon } from '#app/ui/primitives/icon.tsx'
import { BrandLink } from './brand.tsx'
import { LanguageLink } from './language-link.tsx'
import { SkipLink } from './skip-link.tsx'

/** Who is looking. A visitor's page holds nothing of the visitor: pass none. */
export type StoreViewer = {
  basketCount?: number
  /** Notices not read yet. */
  unreadCount?: number
  /** Where a member of staff works: `/village`, `/organizer`, `/county`. */
  staffHref?: string | null
}

type SiteLayoutProps = {
  viewer?: StoreViewer | null
  /** What was searched for, to stand in the field again. */
  query?: string
  /** A ThumbBar, below everything else in main. */
  thumb?: ReactNode
  /** Added to the column: `report` spaces sections as reports do. */
  className?: string
  children: ReactNode
}

/** The store: what a visitor and a buyer see. The page brings its own h1. */
export function SiteLayout({ viewer, query, thumb, className, children }: SiteLayoutProps) {
  return (
    <>
      <SkipLink />
      <header className="site">
        <div className="wrap site-in">
          <BrandLink />
          <LanguageLink />
          <BasketLink count={viewer?.basketCount} />
          <SearchForm query={query} />
          {viewer && <NoticesLink unreadCount={viewer.unreadCount ?? 0} />}
          <a className="site-link who" href={viewer ? (viewer.staffHref ?? paths.account()) : paths.login()}>
            {viewer ? (viewer.staffHref ? m.header_staff() : m.header_account()) : m.header_sign_in()}
          </a>
        </div>
        <div className="stars" />
      </header>
      <main id="main">
        <div className={classNames('wrap', className)}>{children}</div>
        {thumb}
      </main>
      <SiteFooter />
    </>
  )
}

function BasketLink({ count = 0 }: { count: number | undefined }) {
  const isFull = count > 0
  return (
    <a className="site-link bask" href={paths.basket()}>
      <Icon of={ShoppingBasket} />
      <span className={isFull ? 'bask-word' : undefined}>{m.header_basket()}</span>
      {isFull && (
        <>
          <span className="count">
            {count}
            <HiddenText>{m.header_basket_count({ count })}</HiddenText>
          </span>
          <span className="not-ordered">{m.header_basket_not_ordered()}</span>
        </>
      )}
    </a>
  )
}

/** Of who is signed in; quiet while there is nothing new. */
function NoticesLink({ unreadCount }: { unreadCount: number }) {
  return (
    <a className="site-link told" href={paths.notices()}>
      <Icon of={Bell} />
      <HiddenText>{m.notices_title()}</HiddenText>
      {unreadCount > 0 && (
        <span className="count">
          <HiddenText>{m.notices_unread({ count: unreadCount })}</HiddenText>
          <span aria-hidden="true">{unreadCount}</span>
        </span>
      )}
    </a>
  )
}

function SearchForm({ query }: { query: string | undefined }) {
  return (
    <search className="search">
      <form action={paths.catalogue()}>
        <label className="vh" htmlFor="search">
          {m.header_search_label()}
        </label>
        <input
          className="input"
          id="search"
          name="q"
          type="search"
          defaultValue={query}
          placeholder={m.header_search_placeholder()}
          autoComplete="off"
        />
        <button type="submit" className="btn">
          <Icon of={Search} />
          <HiddenText>{m.header_search()}</HiddenText>
        </button>
      </form>
    </search>
  )
}

function SiteFooter() {
  return (
    <footer className="foot">
      <div className="wrap">
        <ul>
          <li>
            <a href={paths.catalogue()}>{m.footer_goods()}</a>
          </li>
          <li>
            <a href={paths.events()}>{m.footer_events()}</a>
          </li>
          <li>
            <a href={paths.orders()}>{m.footer_orders()}</a>
          </li>
        </ul>
        <p>{m.footer_privacy()}</p>
      </div>
    </footer>
  )
}
