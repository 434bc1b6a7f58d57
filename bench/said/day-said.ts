import { z } from 'zod'
import type { Call } from '../../playground/slack/protocol.ts'
import type { LocalSlack } from '../../playground/slack/server.ts'
import type { Clock } from '../../src/async/clock.ts'
import { listenTo } from './heard.ts'

/** An end that there was. `at` is when, if that is known. */
export type End = { id: string; outcome: 'failed' | 'succeeded'; at?: number }

/** Sorts of messages. `card`, `board` and `group` are edited as things move on. */
export const sorts = ['card', 'board', 'group', 'end', 'stall', 'history', 'list', 'other'] as const
export type Sort = (typeof sorts)[number]

/** A message as it was posted. */
export type Said = {
  sort: Sort
  /** The message in whose thread it is, if it is in one. */
  below?: Sort
  at: number
  /** Whether everybody in the channel sees it. */
  isInChannel: boolean
  text: string
  /** Everything that is written in it, line by line. */
  lines: readonly string[]
  /** People who are mentioned in it. */
  mentions: number
}

/** Messages to the channel in a day. */
export type DayHeard = {
  said: readonly Said[]
  /** Times of the edits of each sort of message. */
  edits: ReadonlyMap<Sort, readonly number[]>
  /** Resolves when all these ends are told, or when this time has passed on the day's clock. */
  all(ends: readonly End[], ms: number): Promise<void>
  stop(): void
}

type Hearing = { channel: string; clock: Clock }

export function hearDay(slack: LocalSlack, { channel, clock }: Hearing): DayHeard {
  const said: Said[] = []
  const edits = new Map<Sort, number[]>()
  const sortOf = new Map<string, Sort>()
  let onPost = () => {}
  const stop = listenTo(slack, ({ ok, method, args, at }) => {
    if (!ok || args.channel !== channel) return
    if (method === 'chat.postMessage') {
      const below = sortOf.get(String(args.thread_ts))
      const one: Said = { ...saidIn(args, at), ...(below && { below }) }
      said.push(one)
      const { ts } = (slack.world.messages.get(channel) ?? []).findLast(({ text }) => text === one.text) ?? {}
      if (ts !== undefined) sortOf.set(ts, one.sort)
      onPost()
    } else if (method === 'chat.update') {
      const sort = sortOf.get(String(args.ts)) ?? 'other'
      const those = edits.get(sort) ?? []
      those.push(at)
      edits.set(sort, those)
    }
  })
  return {
    said,
    edits,
    async all(ends, ms) {
      const over = new AbortController()
      onPost = () => missing(said, ends).length === 0 && over.abort()
      onPost()
      await clock.sleep(ms, over.signal)
    },
    stop,
  }
}

/**
 * The ends that no message tells, each as often as it is missing. A card that was posted only then tells its end, too.
 */
export function missing(said: readonly Said[], ends: readonly End[]): End[] {
  const [told, shown] = [tellings(said), new Set(said.flatMap(endOnCard))]
  const left = Map.groupBy(ends, keyOf)
  return [...left].flatMap(([key, those]) => those.slice(told.get(key)?.length ?? (shown.has(key) ? 1 : 0)))
}

/** How many messages tell an end that another message has told, or that there was not. */
export function toldAgain(said: readonly Said[], ends: readonly End[]): number {
  const counts = Map.groupBy(ends, keyOf)
  return [...tellings(said)].reduce(
    (sum, [key, { length }]) => sum + Math.max(0, length - (counts.get(key)?.length ?? 0)),
    0,
  )
}

function keyOf({ id, outcome }: End): string {
  return `${id} ${outcome}`
}

/**
 * When each end was told, by the id of its migration and the outcome, in a message of its own or in a list. What a
 * summary repeats of its thread is left out.
 */
export function tellings(said: readonly Said[]): Map<string, Said[]> {
  const told = new Map<string, Said[]>()
  for (const one of said) {
    for (const end of endsIn(one)) told.set(end, [...(told.get(end) ?? []), one])
  }
  return told
}

/** A migration's id, which stands alone. The link to a board has a longer number in it, the time of its message. */
const idPattern = /\b\d{15}\b/

function endsIn(one: Said): string[] {
  if (one.sort !== 'end' && one.sort !== 'list') return []
  let outcome = /^(?:Failed|Succeeded)\b/.exec(one.text)?.[0].toLowerCase()
  return one.lines.flatMap((line) => {
    if (one.sort === 'list') outcome = outcomeIn(line) ?? outcome
    const id = idPattern.exec(line)?.[0]
    return id === undefined ? [] : [`${id} ${outcome}`]
  })
}

/** The end that a card showed when it was posted. */
function endOnCard({ sort, lines: [, state = '', ...more] }: Said): string[] {
  const outcome = sort === 'card' ? outcomeIn(state) : undefined
  const id = idPattern.exec(more.join(' '))?.[0]
  return outcome === undefined || id === undefined ? [] : [keyOf({ id, outcome })]
}

/** The outcome with which a list goes on from this line. */
function outcomeIn(line: string): End['outcome'] | undefined {
  if (line.startsWith(':x:')) return 'failed'
  return line.startsWith(':white_check_mark:') ? 'succeeded' : undefined
}

const argsSchema = z.object({
  text: z.string(),
  thread_ts: z.string().optional(),
  reply_broadcast: z.unknown().optional(),
  metadata: z.object({ event_payload: z.object({ key: z.string() }) }).optional(),
})

function saidIn(args: Call['args'], at: number): Said {
  const { text, thread_ts: threadTs, reply_broadcast: isBroadcast, metadata } = argsSchema.parse(args)
  const isInChannel = threadTs === undefined || String(isBroadcast) === 'true'
  const lines = textsIn(args.blocks).flatMap((one) => one.split('\n'))
  const shown = lines.length === 0 ? text : lines.join('\n')
  const mentions = (shown.match(/<@U|<!(?:here|channel|subteam)/g) ?? []).length
  const sort = sortFrom({ key: metadata?.event_payload.key ?? '', isReply: threadTs !== undefined, text })
  return { sort, at, isInChannel, text, lines, mentions }
}

type Marks = { key: string; isReply: boolean; text: string }

function sortFrom({ key, isReply, text }: Marks): Sort {
  if (key.startsWith('board:')) return 'board'
  if (key.startsWith('group:')) return isReply ? 'list' : 'group'
  if (!key.includes('/')) return 'other'
  if (!isReply) return 'card'
  if (text.startsWith('No progress')) return 'stall'
  return /^(Failed|Succeeded|Deleted|Cancelled):/.test(text) ? 'end' : 'history'
}

/** All texts in blocks, in order. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'text' && typeof part === 'string' ? [part] : textsIn(part),
  )
}
