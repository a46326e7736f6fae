import { afterEach, expect, it } from 'vitest'
import { publishDatabase, settings } from './env.server.ts'

const NAMES = ['SMTP_URL', 'MAIL_FROM', 'PUBLIC_URL'] as const

function withEnv(env: Partial<Record<(typeof NAMES)[number], string>>) {
  for (const name of NAMES) delete process.env[name]
  Object.assign(process.env, env)
  publishDatabase({ app: 'postgresql://unused', owner: 'postgresql://unused', reader: 'postgresql://unused' })
  return settings()
}

afterEach(() => void withEnv({}))

it('sends no mail unless told where', () => {
  expect(withEnv({})).toMatchObject({ smtpUrl: null, mailFrom: { name: null, address: 'notices@localhost' } })
})

it('takes a mail server, and the sender from the public address', () => {
  const env = { SMTP_URL: 'smtps://a:b@mail.example.org:465', PUBLIC_URL: 'https://yigou.example.org' }
  expect(withEnv(env)).toMatchObject({
    smtpUrl: 'smtps://a:b@mail.example.org:465',
    mailFrom: { name: null, address: 'notices@yigou.example.org' },
  })
})

it.each([
  ['a@b.org', null, 'a@b.org'],
  ['<a@b.org>', null, 'a@b.org'],
  ['射洪市 以购助扶 <a@b.org>', '射洪市 以购助扶', 'a@b.org'],
])('reads the sender %s', (text, name, address) => {
  expect(withEnv({ MAIL_FROM: text }).mailFrom).toEqual({ name, address })
})

it.each(['nobody', 'a@b.org, c@d.org', 'A <a@b.org', 'a@b.org>', 'A <a@b.org> <c@d.org>'])(
  'refuses the sender %s',
  (text) => {
    expect(() => withEnv({ MAIL_FROM: text })).toThrow('MAIL_FROM')
  },
)

it.each(['mail.example.org', 'https://mail.example.org', 'smtp://'])(
  'refuses the mail server %s, without repeating what may hold a password',
  (text) => {
    expect(() => withEnv({ SMTP_URL: text })).toThrow(/^SMTP_URL is not an address such as \S+$/)
  },
)
