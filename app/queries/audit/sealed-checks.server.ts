/** What is sealed: it can be opened, and is found by what it is. */
import { hashText, openText, type SealedColumn } from '#app/db/sealed/field-cipher.server.ts'
import { keyRing, sealedPrefix } from '#app/db/sealed/key-ring.server.ts'
import { countStatement } from '#app/db/sealed/sealed-places.server.ts'
import type { AuditCheck } from './check.server.ts'

type Use = { place: string; prefix: string; count: number }
type Hashed = { what: string; column: SealedColumn; sealed: string; hash: string }

/** A wrong key finds nobody at all: a few values of each column show it as well as all. */
const LOOKED_AT = 200

export const SEALED_CHECKS: AuditCheck[] = [
  {
    name: 'sealed-values-have-their-key',
    run: async (tx) => {
      const here = new Set(keyRing({ afresh: true }).keys.map(({ id }) => sealedPrefix(id)))
      const uses = await tx.$queryRawUnsafe<Use[]>(countStatement())
      return {
        checked: uses.reduce((sum, { count }) => sum + count, 0),
        differences: uses
          .filter(({ prefix }) => !here.has(prefix))
          .map(({ place, count }) => ({
            what: place,
            expected: 'a key of this server',
            found: `${count} with another`,
          })),
      }
    },
  },
  {
    name: 'a-hash-finds-what-it-is-of',
    run: async (tx) => {
      const rows = await tx.$queryRaw<Hashed[]>`
        (SELECT 'account ' || id AS what, 'account.phone' AS column, phone_sealed AS sealed, phone_hash AS hash
          FROM account WHERE phone_sealed IS NOT NULL ORDER BY id DESC LIMIT ${LOOKED_AT})
        UNION ALL (SELECT 'account ' || id, 'account.email', email_sealed, email_hash
          FROM account WHERE email_sealed IS NOT NULL ORDER BY id DESC LIMIT ${LOOKED_AT})
        UNION ALL (SELECT 'person ' || id, 'person.name', name_sealed, name_hash FROM person ORDER BY id DESC LIMIT ${LOOKED_AT})
        UNION ALL (SELECT 'person ' || id, 'person.id-number', id_number_sealed, id_number_hash
          FROM person WHERE id_number_sealed IS NOT NULL ORDER BY id DESC LIMIT ${LOOKED_AT})
        UNION ALL (SELECT 'bank card ' || id, 'bank-card.card', card_sealed, card_hash
          FROM bank_card WHERE card_sealed IS NOT NULL ORDER BY id DESC LIMIT ${LOOKED_AT})`
      const here = keyRing().keys.map(({ id }) => sealedPrefix(id))
      const isOpened = ({ sealed }: Hashed) => here.some((prefix) => sealed.startsWith(prefix))
      return {
        checked: rows.length,
        differences: rows
          .filter(isOpened)
          .filter(({ column, sealed, hash }) => hashText(column, openText(column, sealed)) !== hash)
          .map(({ what, column }) => ({
            what: `${what}, ${column}`,
            expected: 'the hash of its value',
            found: 'another',
          })),
      }
    },
  },
]
