/** A real SMTP server on this machine that keeps what it takes, and can refuse, put off, hold up or be down. */
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** What it answers at one step of a letter; null lets it pass. */
type Answer = { code: number; text: string } | null
export type InboxRules = { sender?: () => Answer; recipient?: () => Answer; letter?: () => Answer }

export type SmtpInbox = {
  url: string
  /** Letters taken so far, raw. */
  raw: string[]
  /** How many connections it had so far. */
  connections: () => number
  rules: InboxRules
  letters: () => Promise<Email[]>
  /** Forgets what it has and how it was told to answer. */
  clear: () => void
  down: () => Promise<void>
  up: () => Promise<void>
}

function refusal(answer: Answer): Error | null {
  return answer === null ? null : Object.assign(new Error(answer.text), { responseCode: answer.code })
}

export async function openInbox(): Promise<SmtpInbox> {
  const raw: string[] = []
  const inbox = { rules: {} as InboxRules, connections: 0, port: 0, server: null as SMTPServer | null }
  const up = () =>
    new Promise<void>((resolve, reject) => {
      const server = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS', 'AUTH'],
        onConnect: (_session, done) => {
          inbox.connections += 1
          done()
        },
        onMailFrom: (_address, _session, done) => done(refusal(inbox.rules.sender?.() ?? null)),
        onRcptTo: (_address, _session, done) => done(refusal(inbox.rules.recipient?.() ?? null)),
        onData: (stream, _session, done) => {
          const chunks: Buffer[] = []
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', () => {
            const refused = refusal(inbox.rules.letter?.() ?? null)
            if (refused === null) raw.push(Buffer.concat(chunks).toString('utf8'))
            done(refused)
          })
        },
      })
      inbox.server = server
      server.once('error', reject)
      server.listen(inbox.port, '127.0.0.1', () => {
        inbox.port = (server.server.address() as AddressInfo).port
        server.off('error', reject)
        // A client that hangs up in the middle is part of the tests.
        server.on('error', () => {})
        resolve()
      })
    })
  await up()
  return {
    url: `smtp://127.0.0.1:${inbox.port}`,
    raw,
    connections: () => inbox.connections,
    get rules() {
      return inbox.rules
    },
    set rules(rules) {
      inbox.rules = rules
    },
    letters: () => Promise.all(raw.map((text) => PostalMime.parse(text))),
    clear: () => {
      raw.length = 0
      inbox.rules = {}
    },
    down: () => new Promise((resolve) => inbox.server?.close(() => resolve())),
    up,
  }
}
