import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { can } from '#app/domain/access/matrix.ts'
import { formatCount, formatDaySpan, formatUnitPrice, splitUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { type OfferPage, type OfferPickup, readOffer } from '#app/queries/catalogue/offer.server.ts'
import { readIsWatched } from '#app/queries/notices/watched.server.ts'
import { BUY_FORM, BuyForm } from '#app/ui/catalogue/buy-form.tsx'
import { CannotBuy } from '#app/ui/catalogue/cannot-buy.tsx'
import { breadcrumbs, productOffer } from '#app/ui/catalogue/linked-data.ts'
import { OfferFacts } from '#app/ui/catalogue/offer-facts.tsx'
import { PhotoGallery } from '#app/ui/catalogue/photo-gallery.tsx'
import { stockOf } from '#app/ui/catalogue/shelf-goods.ts'
import { cooperativeKind, placeInVillage, productName } from '#app/ui/catalogue/words.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { ThumbBar } from '#app/ui/layouts/thumb-bar.tsx'
import { WatchForm } from '#app/ui/notices/watch-form.tsx'
import { Button, TapLink } from '#app/ui/primitives/button.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { BigPriceSplit } from '#app/ui/primitives/price-split.tsx'
import { ProduceDrawing } from '#app/ui/primitives/produce-drawing.tsx'
import { StockPip } from '#app/ui/primitives/stock-pip.tsx'
import { notFound, publicRoute } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { readId, storePage, storeViewer } from '#app/web/store-page.server.ts'

export const handle = { withoutScripts: true }

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? [
        { title: m.brand_title({ title: titleOf(data.offer) }) },
        productOffer(data.origin, data.offer),
        breadcrumbs(data.origin, [
          { name: data.offer.town, path: paths.catalogue({ village: data.offer.townCode }) },
          { name: data.offer.village, path: paths.village(data.offer.villageCode) },
          { name: productName(data.offer.product), path: paths.offer(data.offer.id) },
        ]),
      ]
    : []

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await publicRoute(args)
  const id = readId(args.params.id)
  const [offer, isWatched, frame] = await Promise.all([
    id && readOffer(id),
    readIsWatched(actor, id),
    readStoreFrame(actor),
  ])
  if (!offer) throw notFound()
  // Whoever can't order has nothing to wait for; a visitor signs in on the way.
  const mayWatch = actor === null || can(actor, 'order:place')
  return storePage(args.context, actor, {
    offer,
    isWatched,
    mayWatch,
    origin: publicOrigin(args.request),
    viewer: storeViewer(actor, frame),
  })
}

function titleOf(offer: Pick<OfferPage, 'product' | 'village'>): string {
  return m.joined({ first: productName(offer.product), second: offer.village })
}

export default function Offer() {
  const { offer, isWatched, mayWatch, viewer } = useLoaderData<typeof loader>()
  const { product, pickups } = offer
  const name = productName(product)
  const stock = stockOf(offer.availability)
  const canBuy = stock.state !== 'out' && pickups.length > 0
  return (
    <SiteLayout viewer={viewer} thumb={canBuy && <BuyBar offer={offer} />}>
      <BackLink href={paths.catalogue()}>{m.footer_goods()}</BackLink>
      <div className="offer">
        <div>
          <Pictures offer={offer} />
        </div>
        <div className="stack">
          <div>
            <h1>{name}</h1>
            <p className="soft">
              <a href={paths.village(offer.villageCode)}>{offer.village}</a>
              {m.store_place_rest({ town: offer.town, county: offer.county })}
            </p>
          </div>
          <div>
            <BigPriceSplit {...offer} counting={product} />
            <p className="soft">{sellerWords(offer)}</p>
          </div>
          <StockPip
            stock={stock}
            counting={product}
            note={offer.householdCount > 0 ? m.store_pool({ count: offer.householdCount }) : undefined}
          />
          {offer.groupSize > 0 && (
            <p className="soft">{m.group_of_households({ count: formatCount(offer.groupSize) })}</p>
          )}
          {canBuy ? (
            <BuyForm offerId={offer.id} product={product} stock={stock} />
          ) : (
            <CannotBuy
              isSoldOut={stock.state === 'out'}
              product={name}
              seasonMonths={offer.seasonMonths}
              backInMonth={offer.backInMonth}
              firstDay={offer.firstDay}
              village={offer.village}
              villageNext={offer.villageNext && toShownPickup(offer.villageNext)}
            />
          )}
          {!canBuy && mayWatch && !offer.otherPrices.some((other) => other.hasPickup) && (
            <WatchForm offerId={offer.id} isWatched={isWatched} isSoldOut={stock.state === 'out'} />
          )}
          {!canBuy && <OtherPrices offer={offer} />}
          <OfferFacts
            counting={product}
            days={offer.days && formatDaySpan(offer.days.from, offer.days.until)}
            pickups={stock.state === 'out' ? null : pickups.map(toShownPickup)}
            reference={{ source: offer.referenceSource, on: offer.referenceOn }}
          />
          {canBuy && <OtherPrices offer={offer} />}
          <ul>
            <li>
              <TapLink href={paths.village(offer.villageCode)}>
                {m.store_more_of_village({ village: offer.village })}
              </TapLink>
            </li>
            <li>
              <TapLink href={paths.catalogue({ q: name })}>
                {m.store_same_elsewhere({ product: name })}
              </TapLink>
            </li>
          </ul>
        </div>
      </div>
    </SiteLayout>
  )
}

/** Who the price goes to: the household itself, or one who buys from households by contract. */
function sellerWords({ seller }: OfferPage): string {
  if (seller === null) return m.store_premium_goes()
  const { name, kind, householdCount } = seller
  return m.store_sold_by({ name, kind: cooperativeKind(kind), count: householdCount })
}

function BuyBar({ offer }: { offer: OfferPage }) {
  const { figure, unit } = splitUnitPrice(offer.unitPriceFen, offer.product)
  return (
    <ThumbBar
      action={
        <Button tone="go" size="big" form={BUY_FORM}>
          {m.store_add()}
        </Button>
      }
    >
      <p>
        <strong className="num">{figure}</strong>
        <span className="soft">{unit}</span>
      </p>
    </ThumbBar>
  )
}

function toShownPickup(pickup: OfferPickup) {
  return { ...pickup, href: paths.event(pickup.eventId), place: placeInVillage(pickup) }
}

/** The goods themselves where the village has taken photos, else the product's drawing. */
function Pictures({ offer }: { offer: OfferPage }) {
  const { product, village, photos } = offer
  const name = productName(product)
  if (photos.length > 0) {
    return (
      <>
        <PhotoGallery photos={photos} alt={m.store_photo_alt({ village, product: name })} />
        <p className="shot">{m.store_photo_note()}</p>
      </>
    )
  }
  return (
    <>
      <ProduceDrawing
        drawing={product.drawing}
        kind={product.kind}
        alt={m.store_drawing_alt({ product: name })}
        size={300}
        eager
      />
      <p className="shot">{m.store_drawing_note()}</p>
    </>
  )
}

function OtherPrices({ offer }: { offer: OfferPage }) {
  if (offer.otherPrices.length === 0) return null
  return (
    <section>
      <h2 className="label">{m.store_other_prices({ village: offer.village })}</h2>
      <ul>
        {offer.otherPrices.map((other) => {
          const unitPrice = formatUnitPrice(other.unitPriceFen, offer.product)
          const isSame = other.unitPriceFen === offer.unitPriceFen
          const price = isSame ? m.joined({ first: unitPrice, second: m.store_other_seller() }) : unitPrice
          return (
            <li key={other.offerId}>
              <TapLink href={paths.offer(other.offerId)}>
                {other.hasPickup ? price : m.joined({ first: price, second: m.good_no_day() })}
              </TapLink>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
