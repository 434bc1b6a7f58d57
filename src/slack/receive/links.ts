import type { App } from '@slack/bolt'
import type { EntityMetadata } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Clock } from '../../async/clock.ts'
import type { Origin } from '../../commands/machine/command.ts'
import { isAppError, say } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import type { Store } from '../../store/store.ts'
import type { LinkPreview, Opened } from '../../views/link/work-object.ts'
import { actorIn } from '../answer/actor.ts'
import { createUnfurls, type UnfurledMessage, type Unfurls } from '../answer/unfurl.ts'
import type { Work } from '../answer/work.ts'
import { isNew } from './inbox.ts'

/** Previews of links to the clouds' consoles. */
export type Links = {
  hasWorkObjects: boolean
  /** Preview that everybody sees where a link was posted. Undefined if there is none. Throws stranger. */
  preview(url: string, origin: Origin): Promise<LinkPreview | undefined>
  /** Pane of a Work Object for the person who opens it. Undefined if nothing is known. Throws stranger. */
  open(opened: Opened, origin: Origin): Promise<EntityMetadata | undefined>
}

export type LinkListening = {
  store: Pick<Store, 'isNew'>
  links: Links
  work: Work
  clock: Clock
  log: Log<'warn'>
}

/** Listens for links that people post, and for people who look closer at what Ferry shows of them. */
export function listenForLinks(app: App, listening: LinkListening): void {
  const unfurls = createUnfurls({ ...listening, ...listening.links })
  app.event('link_shared', async ({ event, body, client }) => {
    await listening.work.run('link', async () => {
      if (!isWelcome(event, body) || !(await isNew(listening.store, body))) return
      const at = { client, workspace: actorIn(body).workspace, channel: event.channel, ts: event.message_ts }
      const origin: Origin = { ...actorIn(body), channel: event.channel, door: 'button' }
      for (const { url } of event.links) await unfurl(url, { ...listening, unfurls, origin, at })
    })
  })
  app.event('entity_details_requested', async ({ event, body, client }) => {
    await listening.work.runAtOnce('pane', async () => {
      if (!(await isNew(listening.store, body))) return
      const { trigger_id, external_ref: ref = { id: '' }, entity_url: url } = event
      // The event does not prove that the person belongs to the workspace.
      const origin: Origin = { ...actorIn(body), isMembershipOpen: true, door: 'button' }
      await present({ url, ref }, { ...listening, client, trigger_id, origin })
    })
  })
}

/** Most links of one message that are shown. A list of links is meant to be a list. */
const mostLinks = 2

/**
 * Whether the links of a message are shown: in a channel that Ferry is in and that is shared with no other company. Of
 * a message that is still being written, Slack does not tell the channel.
 */
function isWelcome(event: LinkShared, body: { is_ext_shared_channel?: boolean }): boolean {
  const isPosted = event.source === undefined || event.source === 'conversations_history'
  const isHere = event.is_bot_user_member && body.is_ext_shared_channel === false
  return isPosted && isHere && event.links.length <= mostLinks
}

type LinkShared = { links: readonly object[]; is_bot_user_member: boolean; source?: string }

/** How long a link stays silent in a channel after it was shown there, in milliseconds. */
const silentMs = 30 * 60_000

type Unfurling = LinkListening & {
  unfurls: Unfurls
  origin: Origin
  at: UnfurledMessage
}

async function unfurl(url: string, { store, links, log, unfurls, origin, at }: Unfurling): Promise<void> {
  try {
    const preview = await links.preview(url, origin)
    if (preview === undefined) return
    if (!(await store.isNew(`link:${at.workspace}:${at.channel}:${url}`, silentMs))) return
    await unfurls.show(preview, at)
  } catch (error) {
    // Somebody of another company gets no answer, just as if Ferry knew nothing of the link.
    if (!isAppError(error, 'stranger')) log.warn({ err: error }, 'A link could not be shown')
  }
}

type Presenting = LinkListening & { client: WebClient; trigger_id: string; origin: Origin }

async function present(opened: Opened, { links, log, client, trigger_id, origin }: Presenting): Promise<void> {
  try {
    const metadata = await links.open(opened, origin)
    await client.entity.presentDetails(
      metadata === undefined ? { trigger_id, error: unknown } : { trigger_id, metadata },
    )
  } catch (error) {
    log.warn({ err: error }, 'The pane of a link could not be shown')
    if (isAppError(error)) await client.entity.presentDetails({ trigger_id, error: paneError(say(error)) })
  }
}

const unknown = paneError({
  what: 'Ferry does not know this migration any more.',
  next: 'Its account may be disconnected, or the cloud has deleted it.',
})

function paneError({ what, next }: { what: string; next: string }) {
  return { status: 'custom', custom_title: 'Not available', custom_message: `${what} ${next}`.trim() }
}
