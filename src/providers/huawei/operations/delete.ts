import type { AppError } from '../../../errors/errors.ts'
import type { Migration } from '../../../migrations/migration.ts'
import type { Endpoint } from '../../http/endpoint.ts'
import type { Operations } from '../../provider.ts'
import type { Session } from '../client/session.ts'
import { isCalledInProgress, isNotFound } from '../problems.ts'
import type { KindReader } from '../reading/reader.ts'
import { aboutOne, readOne } from '../targets.ts'

/**
 * Deletes a migration of a kind. Right after a pause, OMS still calls the migration in progress: while OMS shows it as
 * paused, Ferry asks again.
 */
export function deletingBy(
  endpoint: Endpoint<{ id: string }, void>,
  kind: KindReader,
): (session: Session) => Operations['delete'] {
  return (session) => (target, options) => {
    const calling = { session, options }
    return insist({
      remove: async () => refusalOf(session.call(endpoint, { id: target.id }, aboutOne(kind, calling, target))),
      look: () => readOne(kind, calling, target),
      async pause() {
        await session.environment.clock.sleep(pauseMs, options.signal)
        options.signal?.throwIfAborted()
      },
    })
  }
}

type Insisting = {
  /** Resolves to the refusal, if there is one. */
  remove(): Promise<AppError | undefined>
  look(): Promise<Migration | undefined>
  pause(): Promise<void>
}

async function insist({ remove, look, pause }: Insisting): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const refusal = await remove()
    if (refusal === undefined) return
    if (attempt === attempts) throw refusal
    const now = await look()
    if (now === undefined) return
    if (now.state !== 'paused') throw refusal
    await pause()
  }
}

/** The refusal of a deletion if OMS calls the migration in progress. One that is gone already counts as deleted. */
async function refusalOf(deletion: Promise<void>): Promise<AppError | undefined> {
  try {
    await deletion
  } catch (error) {
    if (isCalledInProgress(error)) return error
    if (!isNotFound(error)) throw error
  }
}

/** Attempts to delete a migration: about 30 seconds in all. */
const attempts = 16
const pauseMs = 2_000
