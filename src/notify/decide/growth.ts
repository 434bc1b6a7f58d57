import type { Channel, Group, Receipt } from '../../store/store.ts'
import { digestCause } from './cause.ts'

/** Sizes at which a channel hears of a group in a new message, because nobody is notified of an edit. */
const tellingSizes = [10, 100]

/**
 * The groups that have changed. A group notes its size if it has reached 10 or 100 members since the last message that
 * notified people. One whose first message is still to come tells everything in that message. Pure.
 */
export function withGrowth(
  before: readonly Group[],
  changed: readonly Group[],
  { receipts }: Pick<Channel, 'receipts'>,
): Group[] {
  const sizes = new Map(before.map(({ id, members }) => [id, members.length]))
  const now = new Map([...before, ...changed].map((group) => [group.id, group]))
  const isChanged = new Set(changed.map(({ id }) => id))
  return [...now.values()].flatMap((group) => {
    const size = sizeToTell(group, receipts[group.id], sizes.get(group.id) ?? 0)
    if (size !== undefined) return [{ ...group, passed: [...(group.passed ?? []), size] }]
    return isChanged.has(group.id) ? [group] : []
  })
}

/**
 * The size of a group, if its channel has to hear of it. A receipt that an earlier version wrote does not say of how many
 * the first message told: of all that were there before, as far as anybody knows.
 */
function sizeToTell(
  { cause, members, passed = [] }: Group,
  receipt: Receipt | undefined,
  before: number,
): number | undefined {
  if (receipt?.cardTs === undefined || cause === digestCause.key) return undefined
  const told = Math.max(receipt.cardTells ?? before, ...passed)
  return tellingSizes.some((size) => told < size && size <= members.length) ? members.length : undefined
}
