import { exclusively } from '../../../async/exclusively.ts'
import { AppError } from '../../../errors/errors.ts'
import { createFailureCount } from '../../../migrations/failed-objects.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { Message } from '../../../views/blocks/message.ts'
import { failuresMessage } from '../../../views/page/failures.ts'
import type { Tools } from '../../machine/command.ts'
import { listLimits, type Reading } from './reader.ts'

/** Tells what failed, by reason. Pressing twice gives one answer. */
export async function summarise({ found, key, read, origin }: Reading, tools: Tools): Promise<Message> {
  const ref = refOf(found.migration)
  const once = {
    key: `failures:${origin.workspace}:${origin.user}:${ref}`,
    ms: holdMs,
    taken: () => new AppError('asked_twice', { what: `your question which objects of \`${ref}\` failed` }),
  }
  return exclusively(once, tools.claim, async () => {
    const count = createFailureCount()
    const reading = await read(key, count.add)
    const { migration, provider } = found
    return failuresMessage({ migration, provider, tally: count.tally(), reading, key: key.name, limits: listLimits })
  })
}

/** How long one reading holds off others if its process dies, in milliseconds. */
const holdMs = 180_000
