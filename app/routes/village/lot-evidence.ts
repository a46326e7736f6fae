import type { LoaderFunctionArgs } from '@remix-run/node'
import { readLotEvidence } from '#app/queries/catalogue/lot-evidence.server.ts'
import { answerWithEvidence } from '#app/web/evidence-file.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

/** What shows that a household agreed to a lot: its signature, its thumbprint or its voice. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:read' })
  const id = readId(args.params.id)
  const evidence = id && (await readLotEvidence(actor, scope, id))
  const answer = evidence && (await answerWithEvidence(args.request, evidence))
  if (!answer) throw notFound()
  return answer
}
