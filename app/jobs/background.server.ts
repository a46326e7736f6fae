/** What runs on a timer, in the server unless JOBS=off. Each timer waits for its last run to end. */
import { clearEvidenceFiles } from '#app/commands/catalogue/clear-evidence-files.server.ts'
import { clearPhotoFiles } from '#app/commands/catalogue/clear-photo-files.server.ts'
import { runWaitingImport } from '#app/commands/intake/run-waiting-import.server.ts'
import { sealBooks } from '#app/commands/ledger/seal-books.server.ts'
import { runWaitingEventChange } from '#app/commands/pickup/run-waiting-event-change.server.ts'
import { settings } from '#app/config/env.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { sendAgencyStatements } from './agency-statements.server.ts'
import { lookAfterCardPayments } from './card-payments.server.ts'
import { correctLists, cutOffEvents } from './cut-off-events.server.ts'
import { mailNotices, nag, remind, tellOfGoodsBack } from './send-notices.server.ts'

export type Background = {
  /** Waits for what is running, then starts nothing more. */
  stop: () => Promise<void>
  /** Null when every timer's last run went well; else what went wrong. */
  notReady: () => Promise<string | null>
}

type Timer = { stop: () => Promise<void>; failure: () => string | null }

function every(name: string, milliseconds: number, work: (stopping: AbortSignal) => Promise<unknown>): Timer {
  let running: Promise<void> = Promise.resolve()
  let failure: string | null = null
  const stopping = new AbortController()
  let timer: NodeJS.Timeout
  const turn = () => {
    running = work(stopping.signal)
      .then(() => {
        failure = null
      })
      .catch((error: unknown) => {
        failure = `${name} failed`
        console.error(`${name} failed`, error)
      })
      .finally(() => {
        if (!stopping.signal.aborted) timer = setTimeout(turn, milliseconds)
      })
  }
  timer = setTimeout(turn, milliseconds)
  return {
    stop: async () => {
      stopping.abort()
      clearTimeout(timer)
      await running
    },
    failure: () => failure,
  }
}

/** Starts the timers. Each is safe beside another process that does the same. */
export async function startBackground(): Promise<Background> {
  if (!settings().jobs) return { stop: async () => {}, notReady: async () => null }
  const timers = [
    every('sealing', 1_000, () => sealBooks(SYSTEM_ACTOR)),
    every('cut-off', 2_000, cutOffEvents),
    every('bring lists', 20_000, correctLists),
    every('card payments', 5_000, lookAfterCardPayments),
    every('imports', 1_000, (stopping) => runWaitingImport(SYSTEM_ACTOR, stopping)),
    every('planning again', 1_000, (stopping) => runWaitingEventChange(SYSTEM_ACTOR, stopping)),
    every('mail', 2_000, mailNotices),
    every('reminders', 30_000, remind),
    every('unclosed events', 300_000, nag),
    every('goods back', 30_000, tellOfGoodsBack),
    every('agency statements', 600_000, sendAgencyStatements),
    every('clearing photo files', 3_600_000, () => clearPhotoFiles()),
    every('clearing evidence files', 3_600_000, () => clearEvidenceFiles(SYSTEM_ACTOR)),
  ]
  return {
    stop: async () => {
      await Promise.all(timers.map((t) => t.stop()))
    },
    notReady: async () => timers.map((t) => t.failure()).find((f) => f !== null) ?? null,
  }
}
