import { m } from '#app/i18n/generated/messages.js'

/** First on every page; leads past the header to `<main id="main">`. */
export function SkipLink() {
  return (
    <a className="skip" href="#main">
      {m.skip_to_main()}
    </a>
  )
}
