import type { AppError } from '../errors/errors.ts'

/**
 * Work that must not be done twice at the same time, over all replicas: the key of its claim, how long it holds off
 * others if its process dies, in milliseconds, and the error for them.
 */
export type Exclusive = { key: string; ms: number; taken(): AppError | Promise<AppError> }

/** Claims a key for some milliseconds. Undefined if somebody else has it. */
type ClaimOne = (key: string, ms: number) => Promise<{ release(): Promise<void> } | undefined>

/** Does a piece of work while nobody else does it. Throws the error of `taken` if somebody does. */
export async function exclusively<Done>(
  { key, ms, taken }: Exclusive,
  claim: ClaimOne,
  work: () => Promise<Done>,
): Promise<Done> {
  const held = await claim(key, ms)
  if (held === undefined) throw await taken()
  try {
    return await work()
  } finally {
    await held.release()
  }
}
