import type { Message } from '../../playground/slack/protocol.ts'

/** A channel that watches the migration from this bucket. */
export type Following = { bucket: string; channel: string }

/** The messages that tell a channel that a migration is over. Each end is to be told once. */
export function tellingsOf(messages: readonly Message[], { bucket, channel }: Following): Message[] {
  return messages.filter((one) => one.channel === channel && tells(one, bucket))
}

/** Whether a message tells its channel that the migration from this bucket is over. */
export function tells({ is_broadcast: isBroadcast, text }: Message, bucket: string): boolean {
  return isBroadcast === true && /^(Succeeded|Failed|Cancelled|Deleted): /.test(text) && text.includes(bucket)
}
