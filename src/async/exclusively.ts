import { AppError } from '../errors/errors.ts'

/**
 * Work that must not be done twice at the same time, over all replicas: the key of its claim, the name that people are
 * told, and how long it holds off others if its process dies, in milliseconds.
 */
export type Exclusive = { key: string; ref: string; ms: number }

/** Claims a key for some milliseconds. Undefined if somebody else has it. */
type ClaimOne = (key: string, ms: number) => Promise<{ release(): Promise<void> } | undefined>

/** Does a piece of work while nobody else does it. Throws action_running if somebody does. */
export async function exclusively<Done>(
  { key, ref, ms }: Exclusive,
  claim: ClaimOne,
  work: () => Promise<Done>,
): Promise<Done> {
  const held = await claim(key, ms)
  if (held === undefined) throw new AppError('action_running', { ref })
  try {
    return await work()
  } finally {
    await held.release()
  }
}
