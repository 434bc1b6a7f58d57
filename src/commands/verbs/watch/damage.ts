import type { Tools } from '../../machine/command.ts'

/** Since when Ferry's record of a channel is known to be damaged, in epoch milliseconds. Undefined if it is in order. */
export async function damageIn(
  channel: string,
  { channels }: Pick<Tools['store'], 'channels'>,
): Promise<number | undefined> {
  const { items, unreadable } = await channels.list()
  if (!unreadable.includes(channel)) return undefined
  return items.find((record) => record.channel === channel)?.damaged?.since
}
