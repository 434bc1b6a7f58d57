import { withBlockIds } from '../block-ids.ts'
import { findChannel, hasApp } from '../channels.ts'
import { blocksOf, isRecord, type Json, recordsOf, textOf } from '../json.ts'
import { findMessage } from '../messages.ts'
import type { Message, Pane, Unfurl } from '../protocol.ts'
import { refuse } from '../refusal.ts'
import { exchangeTrigger } from '../trigger.ts'
import { contentError } from '../validity.ts'
import { textArg } from '../web-api/args.ts'
import { type BotCall, bot, type Methods } from '../web-api/method.ts'
import { changed, type World } from '../world.ts'
import { buttonsOf, problemsOf } from './entity.ts'
import { domainOf, linksIn } from './shared.ts'

/** docs.slack.dev/reference/methods/chat.unfurl and …/entity.presentDetails */
export const linkMethods: Methods = {
  'chat.unfurl': bot(['links:write'], unfurl),
  'entity.presentDetails': bot([], presentDetails),
}

/** Shows links below the message that holds them. What was shown of a link before is replaced. */
function unfurl(call: BotCall): Json {
  const { world, args } = call
  const message = messageArg(call)
  if (args.unfurls === undefined && args.metadata === undefined) return refuse('missing_unfurls')
  if (args.unfurls !== undefined)
    for (const one of blockUnfurls(world, message, args.unfurls)) show(world, message, one)
  return args.metadata === undefined ? {} : unfurlEntities(world, message, args.metadata)
}

function messageArg({ world, install, args }: BotCall): Message {
  const channelId = textArg(args, 'channel') ?? refuse('missing_channel')
  const ts = textArg(args, 'ts') ?? refuse('missing_ts')
  const channel = findChannel(world, install.team_id, channelId)
  if (channel === undefined || (channel.is_private && !hasApp(world, channel))) return refuse('cannot_find_channel')
  return findMessage(world, channel.id, ts) ?? refuse('cannot_find_message')
}

function blockUnfurls(world: World, message: Message, unfurls: unknown): Omit<Unfurl, 'id'>[] {
  if (!isRecord(unfurls)) return refuse('invalid_unfurls_format')
  return Object.entries(unfurls).map(([url, content]) => {
    refuseForeign(world, message, url)
    if (!isRecord(content) || contentError({ text: ' ', ...content }) !== undefined)
      return refuse('cannot_parse_attachment')
    return { url, blocks: withBlockIds(world, blocksOf(content.blocks)) }
  })
}

/** Shows Work Objects. Those that are wrong are left out with a warning, though the call counts as well done. */
function unfurlEntities(world: World, message: Message, metadata: unknown): Json {
  const { workObjects } = world.seed.readings
  if (workObjects === 'refused') return refuse('invalid_metadata_format')
  if (!isRecord(metadata) || !Array.isArray(metadata.entities)) return refuse('invalid_metadata_format')
  if (workObjects === 'ignored') return {}
  const entities = recordsOf(metadata.entities)
  const problems = entities.flatMap((entity, index) => {
    const url = textOf(entity.app_unfurl_url)
    const pointer = `/metadata/entities/${index}`
    if (url === undefined) return [`missing required field: app_unfurl_url (pointer: ${pointer})`]
    refuseForeign(world, message, url)
    return problemsOf(entity, pointer)
  })
  if (workObjects === 'warned') return warning([])
  if (problems.length > 0) return warning(problems)
  for (const entity of entities) {
    const blocks = withBlockIds(world, buttonsOf(entity))
    show(world, message, { url: textOf(entity.app_unfurl_url) ?? '', entity, blocks })
  }
  return {}
}

function warning(messages: string[]): Json {
  return { warning: 'invalid_metadata_format', response_metadata: { messages, warnings: ['invalid_metadata_format'] } }
}

function refuseForeign(world: World, message: Message, url: string): void {
  if (!linksIn(message.text).includes(url)) refuse('cannot_unfurl_message')
  if (domainOf(world, url) === undefined) refuse('cannot_unfurl_url')
}

function show(world: World, message: Message, shown: Omit<Unfurl, 'id'>): void {
  const unfurls = message.unfurls ?? []
  const before = unfurls.find(({ url }) => url === shown.url)
  const id = before?.id ?? unfurls.length + 1
  message.unfurls = [...unfurls.filter((one) => one !== before), { id, ...shown }].toSorted((a, b) => a.id - b.id)
  changed(world)
}

/** Fills the pane of the person whose trigger it is, and updates what everybody sees of the Work Object. */
function presentDetails(call: BotCall): Json {
  const { world, install, args } = call
  const trigger = exchangeTrigger(world, install.team_id, textArg(args, 'trigger_id') ?? '')
  if (world.seed.readings.workObjects !== 'on') return refuse('feature_not_enabled')
  const pane = world.panes.get(trigger.user_id)
  if (isRecord(args.error)) {
    if (pane !== undefined) world.panes.set(trigger.user_id, { ...pane, error: errorShown(args.error) })
    changed(world)
    return {}
  }
  const entity = isRecord(args.metadata) ? args.metadata : refuse('invalid_metadata')
  const problems = problemsOf(entity, '/metadata')
  if (problems.length > 0) return refuse('invalid_arguments', { response_metadata: { messages: problems } })
  const id = isRecord(entity.external_ref) ? entity.external_ref.id : undefined
  if (id !== trigger.entity_id) return refuse('entity_metadata_does_not_match_trigger')
  if (pane !== undefined) fill(world, trigger.user_id, { pane, entity })
  return {}
}

function fill(world: World, user: string, { pane, entity }: { pane: Pane; entity: Json }): void {
  const blocks = withBlockIds(world, buttonsOf(entity))
  world.panes.set(user, { ...pane, entity, blocks })
  const message = findMessage(world, pane.channel, pane.message_ts)
  if (message !== undefined) show(world, message, { url: pane.url, entity, blocks })
}

const errorWords: Record<string, { title: string; message: string }> = {
  restricted: { title: 'You don’t have access', message: 'Ask somebody who has access.' },
  not_found: { title: 'Not found', message: 'This item no longer exists.' },
  internal_error: { title: 'Something went wrong', message: 'There was an issue and we couldn’t display this item.' },
}

function errorShown({ status, custom_title: title, custom_message: message }: Json): NonNullable<Pane['error']> {
  if (status === 'custom') return { title: textOf(title) ?? '', message: textOf(message) ?? '' }
  const words = errorWords[String(status)]
  return words ?? refuse('invalid_arguments', { response_metadata: { messages: ['error: status is no valid value'] } })
}
