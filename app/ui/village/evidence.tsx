import { m } from '#app/i18n/generated/messages.js'

/** What shows that a household agreed, to look at or to listen to. */
export function Evidence({ href, isVoice }: { href: string; isVoice: boolean }) {
  return (
    <div className="evidence">
      {isVoice ? (
        // biome-ignore lint/a11y/useMediaCaption: a household's own words, which nobody has written down
        <audio controls preload="none" src={href} aria-label={m.listing_evidence()} />
      ) : (
        <img src={href} alt={m.listing_evidence()} loading="lazy" />
      )}
    </div>
  )
}
