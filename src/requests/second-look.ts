import type { Created } from '../approvals/request.ts'
import * as to from '../approvals/transitions.ts'
import { refOf } from '../migrations/ref.ts'
import { openCloud } from './cloud.ts'
import { clockSlackMs, type Executing, follow, patienceMs } from './execute.ts'
import type { Held } from './lease.ts'
import { note } from './trail.ts'

const lookAgainAfterMs = 600_000

/**
 * A call of a dead process may arrive later than anybody waits for it. So what was tried more than once is looked for
 * once more when nothing can arrive any longer, and people hear of a second one: which of the two goes is theirs to say.
 */
export async function lookForSecond(held: Held, executing: Executing): Promise<void> {
  const { clock, log } = executing
  const request = held.request()
  const { status } = request
  if (status.type !== 'created') return
  try {
    const secondId = await findSecond(held, status, executing)
    await follow(held, to.lookedAgain(request, secondId === undefined ? {} : { secondId }))
  } catch (error) {
    log.warn({ request: request.id, err: error }, 'Nobody knows yet whether it was created twice')
    const now = clock.now()
    const isHopeless = now - status.at > patienceMs
    await follow(held, to.lookedAgain(request, isHopeless ? {} : { lookAgainAt: now + lookAgainAfterMs }))
  }
}

/** Stands in the audit before anybody hears of it. */
async function findSecond(held: Held, { migrationId }: Created, executing: Executing): Promise<string | undefined> {
  const { clock, store, signal } = executing
  const request = held.request()
  const { order, findCreated } = await openCloud(request, executing)
  const since = request.requestedAt - clockSlackMs
  const second = await findCreated({ ...order, since, besides: migrationId }, { signal })
  if (second === undefined) return undefined
  const more = `a second time ${refOf({ account: request.spec.account, id: second.id })}`
  await note(request, { verb: 'create', at: clock.now(), outcome: 'done', more }, store)
  return second.id
}
