import { type Way, ways } from '../../../access/owners.ts'
import { AppError } from '../../../errors/errors.ts'
import type { Command, Invocation } from '../../machine/command.ts'

/** How people are to be called. Undefined if nobody said. Throws AppError usage for anything else. */
export function wayIn(
  { flags: { call } }: Pick<Invocation, 'flags'>,
  { usage }: Pick<Command, 'usage'>,
): Way | undefined {
  if (call === undefined) return undefined
  const way = ways.find((one) => one === call.toLowerCase().replace('nobody', 'none'))
  if (way !== undefined) return way
  throw new AppError('usage', { problem: `\`--call\` takes one of ${ways.join(', ')}.`, usage })
}
