import type { Message } from '../../playground/slack/protocol.ts'

/** A channel that watches the migration from this bucket. */
export type Following = { bucket: string; channel: string }

/** The messages that tell a channel that a migration is over. Each end is to be told once. */
export function tellingsOf(messages: readonly Message[], { bucket, channel }: Following): Message[] {
  return messages.filter((one) => one.channel === channel && tells(one, bucket))
}

/**
 * Whether a message tells that the migration from a bucket ended: in a message of its own, or in the list of a group of
 * migrations that ended alike.
 */
export function tells({ is_broadcast: isBroadcast, text, metadata, blocks }: Message, bucket: string): boolean {
  const key = String(metadata?.event_payload.key ?? '')
  if (key.startsWith('group:')) {
    // One of a list stands by itself or, in a list by bucket, after a bullet.
    const listed = JSON.stringify(blocks)
    return !key.endsWith('#card') && ['*', '• '].some((mark) => listed.includes(`${mark}${bucket} →`))
  }
  return isBroadcast === true && /^(Succeeded|Failed|Cancelled|Deleted): /.test(text) && text.includes(bucket)
}

/** Whether a message tells it, in a channel that may have no card of the migration. */
export function announces(message: Message, bucket: string): boolean {
  if (tells(message, bucket)) return true
  const { text, metadata, only_for: onlyFor } = message
  const isCard = String(metadata?.event_payload.key ?? '').endsWith('#card')
  return onlyFor === undefined && !isCard && /^(Succeeded|Failed): /.test(text) && text.includes(bucket)
}
