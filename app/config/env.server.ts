/** The only reader of process.env. Settings are parsed once, when first asked for. */
import { createHash } from 'node:crypto'
import path from 'node:path'

export type Settings = {
  mode: 'production' | 'development' | 'test'
  port: number
  /** Where the public reaches the server; null while it serves this machine only. */
  publicUrl: URL | null
  dataDir: string
  /** Null: the embedded database under `dataDir`. */
  databaseUrl: string | null
  databaseOwnerUrl: string | null
  databaseReaderUrl: string | null
  /** Keys of 32 bytes, the newest first with commas between, or null to keep a key file in `dataDir`. */
  fieldKey: string | null
  /** Of the keyed hashes; null: it follows from the oldest of `fieldKey`. */
  fieldHashKey: string | null
  sessionSecret: string | null
  /** The county whose office the first link is for: six digits of its code, or all twelve. */
  countyCode: string | null
  /** The card provider's account; null: nobody is offered a card. `apiBase`: a stand-in instead of Stripe itself. */
  stripe: { secretKey: string; webhookSecret: string; apiBase: URL | null; payOrigin: string } | null
  jobs: boolean
  /** The mail server that notices are handed to; null: they are in the app only. Holds a password: never logged. */
  smtpUrl: string | null
  /** Whom mails are from. The name is the product's own in the reader's language where none is set. */
  mailFrom: { name: string | null; address: string }
  logLevel: string
}

function optional(name: string): string | null {
  const value = process.env[name]?.trim()
  return value === undefined || value === '' ? null : value
}

function parsePort(text: string | null): number {
  const port = text === null ? 3000 : Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT is not a port number: ${text}`)
  return port
}

function parsePublicUrl(text: string | null): URL | null {
  if (text === null) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.pathname !== '/') {
    throw new Error(`PUBLIC_URL is not an address such as https://example.org: ${text}`)
  }
  return url
}

function parseSmtpUrl(text: string | null): string | null {
  if (text === null) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new Error('SMTP_URL is not an address such as smtps://user:password@mail.example.org')
  }
  return text
}

/** `notices@example.org`, or with a name, `Yigou <notices@example.org>`. */
function parseMailFrom(text: string | null, publicUrl: URL | null): Settings['mailFrom'] {
  if (text === null) return { name: null, address: `notices@${publicUrl?.hostname ?? 'localhost'}` }
  const match = /^(?:([^<>"\r\n]*?)\s*<)?([^\s<>@"]+@[^\s<>@"]+?)>?$/.exec(text)
  if (!match?.[2] || text.includes('<') !== text.endsWith('>')) {
    throw new Error(`MAIL_FROM is not an address such as Yigou <notices@example.org>: ${text}`)
  }
  return { name: match[1] || null, address: match[2] }
}

function parseCounty(text: string | null): string | null {
  if (text === null) return null
  if (!/^\d{6}(0{6})?$/.test(text))
    throw new Error(`COUNTY_CODE is not the code of a county, such as 510981: ${text}`)
  return text.padEnd(12, '0')
}

function parseStripe(): Settings['stripe'] {
  const secretKey = optional('STRIPE_SECRET_KEY')
  const webhookSecret = optional('STRIPE_WEBHOOK_SECRET')
  const base = optional('STRIPE_API_BASE')
  if (secretKey === null && webhookSecret === null) return null
  if (secretKey === null || webhookSecret === null)
    throw new Error('STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET go together; one of them is missing.')
  const apiBase = base !== null && URL.canParse(base) ? new URL(base) : null
  if (base !== null && apiBase === null) throw new Error(`STRIPE_API_BASE is not an address: ${base}`)
  // Browsers let a form lead on to no other origin than the page names.
  return { secretKey, webhookSecret, apiBase, payOrigin: apiBase?.origin ?? 'https://checkout.stripe.com' }
}

function readSettings(): Settings {
  const mode = optional('NODE_ENV')
  const publicUrl = parsePublicUrl(optional('PUBLIC_URL'))
  return {
    mode: mode === 'development' || mode === 'test' ? mode : 'production',
    port: parsePort(optional('PORT')),
    publicUrl,
    dataDir: path.resolve(optional('DATA_DIR') ?? '.data'),
    databaseUrl: optional('DATABASE_URL'),
    databaseOwnerUrl: optional('DATABASE_OWNER_URL'),
    databaseReaderUrl: optional('DATABASE_READER_URL'),
    fieldKey: optional('FIELD_KEY'),
    fieldHashKey: optional('FIELD_HASH_KEY'),
    sessionSecret: optional('SESSION_SECRET'),
    countyCode: parseCounty(optional('COUNTY_CODE')),
    stripe: parseStripe(),
    jobs: optional('JOBS') !== 'off',
    smtpUrl: parseSmtpUrl(optional('SMTP_URL')),
    mailFrom: parseMailFrom(optional('MAIL_FROM'), publicUrl),
    logLevel: optional('LOG_LEVEL') ?? 'info',
  }
}

let cached: Settings | undefined

/** The settings of this process. Throws with a sentence naming the variable that cannot be read. */
export function settings(): Settings {
  cached ??= readSettings()
  return cached
}

/** Tells the app, which is bundled apart from the server, where the embedded database turned out to be. */
export function publishDatabase(urls: { app: string; owner: string; reader: string }): void {
  process.env.DATABASE_URL = urls.app
  process.env.DATABASE_OWNER_URL = urls.owner
  process.env.DATABASE_READER_URL = urls.reader
  cached = undefined
}

/** A short name for a folder, stable across starts: part of socket folders and of lock names. */
export function folderKey(folder: string): string {
  return createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 12)
}
