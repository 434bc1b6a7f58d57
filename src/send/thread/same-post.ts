import { createHash } from 'node:crypto'
import type { Channel } from '../../store/store.ts'
import { mostAccepted } from '../channels.ts'
import type { OwnPost } from '../wire.ts'

type Written = Pick<OwnPost, 'ts' | 'text'>

/** A post that is looked for, where Slack does not return the delivery keys of messages. */
type LostPost = {
  /** Hash of its text. */
  text: string
  /** Handle of the last message that Slack had accepted before. */
  after?: string
  channel: Pick<Channel, 'receipts' | 'past' | 'accepted'>
}

/**
 * The post that was lost, among Ferry's own posts of its place: the oldest one with its text that Slack accepted after the
 * last one before, and that no other post of Ferry's is known to be. One that is uncertain is not taken: a message that
 * appears twice does less harm than one that never appears.
 */
export function sameAmong(posts: readonly Written[], lost: LostPost): string | undefined {
  const [oldest] = allSameAmong(posts, lost).toSorted((a, b) => Number(a.ts) - Number(b.ts))
  return oldest?.ts
}

/**
 * Ferry's own posts with this text that no other post of Ferry's is known to be. Where so much was posted that the record
 * does not tell of all of it, only the newer ones.
 */
export function allSameAmong<Post extends Written>(
  posts: readonly Post[],
  { text, after = '0', channel }: LostPost,
): Post[] {
  const known = knownIn(channel)
  const { accepted = [] } = channel
  const since = Math.max(Number(after), accepted.length < mostAccepted ? 0 : Number(accepted[0]))
  return posts.filter((post) => hashOfText(post.text) === text && Number(post.ts) > since && !known.has(post.ts))
}

/** Whether a post is among these that certainly was sent with a delivery key: Slack returns them without. */
export function isAmong(posts: readonly Written[], channel: LostPost['channel']): boolean {
  const known = knownIn(channel)
  return posts.some(({ ts }) => known.has(ts))
}

/** The same for what was posted and for what Slack makes of it. */
export function hashOfText(text: string): string {
  return createHash('sha256').update(plain(text)).digest('base64url').slice(0, 22)
}

/** Handles of all posts of a channel that are known to be another one. */
function knownIn({ receipts, past = {}, accepted = [] }: LostPost['channel']): ReadonlySet<string> {
  const cards = Object.values(receipts).flatMap(({ cardTs }) => cardTs ?? [])
  return new Set([...cards, ...Object.keys(past), ...accepted])
}

/**
 * A text without what Slack changes in it: it escapes signs, puts links and mentions in brackets, adds names to mentions,
 * and turns pictures into their names.
 */
function plain(text: string): string {
  return text
    .replaceAll(/<([@#!][^|>]+)(?:\|[^>]*)?>/g, '$1')
    .replaceAll(/<(?:https?:\/\/|mailto:)([^|>]+)(?:\|([^>]*))?>/g, (_, address: string, label?: string) =>
      label === undefined || label === address ? address : `${address} ${label}`,
    )
    .replaceAll(/https?:\/\/|mailto:/g, '')
    .replaceAll(/&(lt|gt|amp);/g, (_, name: string) => signs[name] ?? '')
    .replaceAll(/(?<=^|\s):[\w+-]*[a-z][\w+-]*:(?=\s|$)/g, '')
    .replaceAll(/\p{Extended_Pictographic}|[\u200D\uFE0F]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

const signs: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&' }
