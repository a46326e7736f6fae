/**
 * The process in which lines are planned again (app/gateways/planning-worker.server.ts starts it). Its one task is its
 * argument, and what it says goes over the channel to the server. When that breaks the server is gone, and so is this.
 */
import { planEventChange } from '#app/commands/pickup/plan-event-change.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import type { PlanningTask, PlanningWord } from '#app/domain/dispatch/planning-task.ts'
import type { EventChange } from '#app/domain/pickup/event-change.ts'

const LEFT_ALONE = 3

process.once('disconnect', () => process.exit(LEFT_ALONE))

const say = (word: PlanningWord, then: () => void = () => {}) => process.send?.(word, then)

const task: PlanningTask<EventChange> = JSON.parse(process.argv[2] ?? '')
await planEventChange(SYSTEM_ACTOR, task, (terms) => say({ terms: [...terms] }))
say({ isDone: true }, () => process.exit(0))
