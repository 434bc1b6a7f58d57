import { useEffect, useRef } from 'preact/hooks'
import type { Message, State } from '../slack/protocol.ts'

/** The newest `ts` that was on the screen, by person and channel. Everything up to it counts as read. */
export type Seen = { user: string; messages: readonly Message[]; newest: ReadonlyMap<string, string> }

/** Remembers what was read while the page is open. Everything that existed at the start counts as read. */
export function useSeen(state: State | undefined, user: string, openChannel: string | undefined): Seen {
  const newest = useRef(new Map<string, string>())
  const known = useRef(new Set<string>())
  const messages = state?.messages ?? []
  const isFirst = state !== undefined && !known.current.has(user)
  for (const { channel, ts } of isFirst ? messages : []) newest.current.set(`${user} ${channel}`, ts)
  if (isFirst) known.current.add(user)
  useEffect(() => {
    const last = messages.findLast((message) => message.channel === openChannel)
    if (last !== undefined) newest.current.set(`${user} ${openChannel}`, last.ts)
  })
  return { user, messages: messages.filter((message) => message.channel !== openChannel), newest: newest.current }
}

export function countUnread(channel: string, { user, messages, newest }: Seen): number {
  const after = Number(newest.get(`${user} ${channel}`) ?? 0)
  const isNew = (message: Message) => message.channel === channel && message.user !== user && Number(message.ts) > after
  return messages.filter((message) => isNew(message) && (message.only_for === undefined || message.only_for === user))
    .length
}
