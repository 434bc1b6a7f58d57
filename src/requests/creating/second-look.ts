import type { Created } from '../../approvals/request.ts'
import * as to from '../../approvals/transitions.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import type { Held } from '../lease.ts'
import { note } from '../trail.ts'
import { openCloud } from './cloud.ts'
import { clockSlackMs, type Executing, follow, patienceMs } from './execute.ts'

const lookAgainAfterMs = 600_000

/**
 * Looks for a second migration after a creation that took more than one attempt. A dead process's call may arrive late,
 * so Ferry looks when nothing can arrive any more. People hear of a second migration and decide which one to stop.
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

/** Finds a second migration. Its audit entry is written before anybody hears of it. */
async function findSecond(held: Held, { migrationId }: Created, executing: Executing): Promise<string | undefined> {
  const { clock, store, signal } = executing
  const request = held.request()
  const { order, creator } = await openCloud(request, executing)
  const since = request.requestedAt - clockSlackMs
  const second = await creator.findCreated({ ...order, since, besides: migrationId }, { signal })
  if (second === undefined) return undefined
  const more = `a second time ${refOf({ account: request.spec.account, id: second.id })}`
  await note(request, { verb: 'create', at: clock.now(), outcome: 'done', more }, store)
  return second.id
}
