import { actResult, untold } from '../acts/act-result.ts'
import { channelOf, installOf, personOf } from '../acts/scene.ts'
import { messageBefore } from '../acts/stage.ts'
import { emit } from '../events.ts'
import { isRecord, textOf } from '../json.ts'
import type { Platform } from '../platform.ts'
import type { ActResult, PaneRequest } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import { issueTrigger } from '../trigger.ts'
import { changed, nextTs } from '../world.ts'
import { domainOf } from './shared.ts'

/** Opens the pane of a Work Object, which the app fills, or closes the pane. */
export async function usePane(platform: Platform, request: PaneRequest): Promise<ActResult> {
  const { world } = platform
  const user = personOf(world, request.user)
  const { channel: channelId, message_ts: ts, url } = request
  if (url === undefined || channelId === undefined || ts === undefined) {
    world.panes.delete(user.id)
    changed(world)
    return untold
  }
  const channel = channelOf(world, user, channelId)
  installOf(world, channel.team_id)
  const message = messageBefore(world, user, { channel: channelId, ts })
  const entity = message.unfurls?.find((one) => one.url === url)?.entity
  if (entity === undefined) return notOffered(`The message ${ts} shows no Work Object for ${url}`)
  const entityId = isRecord(entity.external_ref) ? textOf(entity.external_ref.id) : undefined
  world.panes.set(user.id, { channel: channelId, message_ts: ts, url, blocks: [] })
  changed(world)
  const ack = await emit(platform, channel, {
    type: 'entity_details_requested',
    user: user.id,
    external_ref: entity.external_ref,
    entity_url: entity.url,
    link: { url, domain: domainOf(world, url) },
    app_unfurl_url: url,
    event_ts: nextTs(world),
    trigger_id: issueTrigger(world, { team_id: channel.team_id, user_id: user.id, entity_id: entityId }),
    user_locale: 'en-US',
    channel: channel.id,
    message_ts: ts,
    thread_ts: message.thread_ts,
  })
  return ack === undefined ? untold : actResult(ack)
}
