/** The stand-in as a process of its own: `tsx tests/fakes/stripe/main.ts`, told all by its environment. */
import { startStandIn } from './stand-in.ts'

const standIn = await startStandIn({
  port: Number(process.env.STAND_IN_PORT ?? 0),
  secretKey: process.env.STRIPE_SECRET_KEY ?? '',
  webhookSecret: process.env.STRIPE_WEBHOOK_SECRET ?? '',
  webhookUrl: process.env.STAND_IN_WEBHOOK_URL,
})
process.stdout.write(`listening on ${standIn.url}\n`)
process.once('SIGTERM', () => void standIn.close().then(() => process.exit(0)))
