import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Message } from '../slack/protocol.ts'
import { dayKey, formatDay, readTs } from './dates.ts'
import { html } from './html.ts'
import { DownIcon } from './icons.ts'
import { MessageView } from './message.ts'
import { useSession } from './session.ts'

/** Number of messages that are drawn: enough to read back, few enough to redraw at each change. */
const pageSize = 150

type StreamProps = { messages: readonly Message[]; place: 'channel' | 'thread'; label: string; intro: unknown }

/** Messages in order. The view stays at the end while the reader is there, and does not move otherwise. */
export function Stream({ messages, place, label, intro }: StreamProps) {
  const { zone } = useSession()
  const { frame, isAtEnd, onScroll, toEnd } = useEnd()
  const [limit, setLimit] = useState(pageSize)
  const rows = layOut(messages.slice(-limit), zone)
  return html`<div class="stream-frame">
    <div class="stream" ref=${frame} onScroll=${onScroll} role="log" aria-relevant="additions" aria-label=${label} tabindex="0">
      <div class="stream-content">
        ${
          messages.length > limit
            ? html`<button type="button" class="button is-default earlier" onClick=${() => setLimit(limit + pageSize)}>Show earlier messages</button>`
            : intro
        }
        ${rows.map(
          ({ message, day, isContinued }) => html`<div key=${message.ts}>
            ${day !== undefined && html`<div class="day" role="separator"><span>${day}</span></div>`}
            <${MessageView} message=${message} isContinued=${isContinued} place=${place} />
          </div>`,
        )}
      </div>
    </div>
    ${!isAtEnd && html`<button type="button" class="to-end" onClick=${toEnd}><${DownIcon} />Newest messages</button>`}
  </div>`
}

function useEnd() {
  const frame = useRef<HTMLDivElement>(null)
  const [isAtEnd, setIsAtEnd] = useState(true)
  const isFollowing = useRef(true)
  const lastTop = useRef(0)
  const toEnd = () => frame.current?.scrollTo({ top: frame.current.scrollHeight })
  useLayoutEffect(() => {
    // This also handles content that grows late (a picture, an edited card) and a window that shrinks.
    const observer = new ResizeObserver(() => isFollowing.current && toEnd())
    for (const part of [frame.current, frame.current?.firstElementChild]) if (part) observer.observe(part)
    toEnd()
    return () => observer.disconnect()
  }, [])
  const onScroll = () => {
    if (frame.current === null) return
    const { scrollHeight, scrollTop, clientHeight } = frame.current
    const isNearEnd = scrollHeight - scrollTop - clientHeight < 40
    // Only a reader scrolls up. Content that grew since the last scroll down does not end the following.
    isFollowing.current = isNearEnd || (isFollowing.current && scrollTop >= lastTop.current)
    lastTop.current = scrollTop
    setIsAtEnd(isFollowing.current)
  }
  return { frame, isAtEnd, onScroll, toEnd }
}

type Row = { message: Message; day: string | undefined; isContinued: boolean }

function layOut(messages: readonly Message[], zone: string): Row[] {
  return messages.map((message, index) => {
    const before = messages[index - 1]
    const atMs = readTs(message.ts)
    const isNewDay = before === undefined || dayKey(readTs(before.ts), zone) !== dayKey(atMs, zone)
    const day = isNewDay ? formatDay(atMs, zone, Date.now()) : undefined
    return { message, day, isContinued: !isNewDay && continues(message, before) }
  })
}

function continues(message: Message, before: Message): boolean {
  const fiveMinutesMs = 300_000
  const isPlain = [message, before].every((each) => each.only_for === undefined && each.is_broadcast !== true)
  return isPlain && message.user === before.user && readTs(message.ts) - readTs(before.ts) < fiveMinutesMs
}
