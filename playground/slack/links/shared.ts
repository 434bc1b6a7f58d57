import { hasApp } from '../channels.ts'
import { emit } from '../events.ts'
import type { Platform } from '../platform.ts'
import type { Message } from '../protocol.ts'
import { nextTs, type TeamChannel, type World } from '../world.ts'

/**
 * Tells the app of links of its domains in a person's message, whether or not the app is in the channel
 * (docs.slack.dev/reference/events/link_shared). Resolves to nothing if there are none.
 */
export function tellOfLinks(platform: Platform, channel: TeamChannel, message: Message) {
  const { world } = platform
  const links = linksIn(message.text).flatMap((url) => {
    const domain = domainOf(world, url)
    return domain === undefined ? [] : [{ url, domain }]
  })
  if (links.length === 0) return undefined
  return emit(platform, channel, {
    type: 'link_shared',
    channel: channel.id,
    is_bot_user_member: hasApp(world, channel),
    user: message.user,
    message_ts: message.ts,
    thread_ts: message.thread_ts,
    unfurl_id: `${channel.id}.${message.ts}`,
    source: 'conversations_history',
    links,
    event_ts: nextTs(world),
  })
}

/** The links in a text, as Slack finds them: `<https://…|words>`, `<https://…>`, or bare. */
export function linksIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/https?:\/\/[^\s<>|]+/g), ([url]) => url))]
}

/** The registered domain that a link belongs to. A domain stands for its subdomains, too. */
export function domainOf({ manifest }: World, url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { hostname } = new URL(url)
  return manifest.features.unfurl_domains.find((domain) => hostname === domain || hostname.endsWith(`.${domain}`))
}
