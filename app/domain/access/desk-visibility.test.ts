import { describe, expect, it } from 'vitest'
import { type DeskOfEvent, seesNameAtDesk } from './desk-visibility.ts'
import type { Actor, DivisionRole } from './roles.ts'

const VILLAGE = '510981100212'
const DESK: DeskOfEvent = {
  villageCode: VILLAGE,
  servedVillageCodes: [VILLAGE, '510981100211'],
  isDeskOpen: true,
}

function actorWith(role: DivisionRole, scopeCode: string): Actor {
  return { accountId: 1, assignments: [{ role, scopeCode, agencyId: null }] }
}

describe('names at the desk', () => {
  it('are in full for the organizer of the event, of every village it serves', () => {
    const organizer = actorWith('organizer', '510981100000')
    expect(seesNameAtDesk(organizer, DESK, { villageCode: '510981100211' })).toBe(true)
  })

  it('are not in full of a village the event does not serve', () => {
    const organizer = actorWith('organizer', '510981000000')
    expect(seesNameAtDesk(organizer, DESK, { villageCode: '510981100213' })).toBe(false)
  })

  it('are not in full once the desk is closed', () => {
    const organizer = actorWith('organizer', '510981100000')
    expect(seesNameAtDesk(organizer, { ...DESK, isDeskOpen: false }, { villageCode: VILLAGE })).toBe(false)
  })

  it.each([
    ['an organizer of another village', actorWith('organizer', '510981100211')],
    ['an inspector', actorWith('inspector', '510981000000')],
    ['the county office', actorWith('county-office', '510981000000')],
  ])('are not in full for %s', (_, actor) => {
    expect(seesNameAtDesk(actor, DESK, { villageCode: VILLAGE })).toBe(false)
  })
})
