import { isConnected, isOrganisationWide } from '../belonging.ts'
import { channelType, hasApp, openDirectMessage } from '../channels.ts'
import { teamOf } from '../installs.ts'
import type { Json } from '../json.ts'
import { join } from '../membership.ts'
import { refuse } from '../refusal.ts'
import { scopesOf } from '../scopes.ts'
import type { TeamChannel, World } from '../world.ts'
import { requireTeam } from './acting-in.ts'
import { flagArg, requiredArg, textArg } from './args.ts'
import { type BotCall, bot, type Methods } from './method.ts'
import { page } from './paging.ts'
import { channelArg, ofNamedChannel } from './place.ts'

const reading = ofNamedChannel('read')
/** The scopes of opening a conversation. One person is a direct message; the local Slack has no group messages. */
const opening = {
  anyOf: ['channels:manage', 'groups:write', 'im:write', 'mpim:write'],
  of: ({ args }: BotCall) => (textArg(args, 'users')?.includes(',') === false ? ['im:write'] : []),
}
const listing = {
  anyOf: scopesOf('read'),
  of: ({ args }: BotCall) => kindsIn(args).map((kind) => scopesOfKinds[kind] ?? ''),
}

export const conversationMethods: Methods = {
  'conversations.list': bot(listing, listConversations),
  'conversations.info': bot(reading, (call) => ({ channel: apiChannel(call.world, channelArg(call)) })),
  'conversations.members': bot(reading, listMembers),
  'conversations.open': bot(opening, openConversation),
  'conversations.join': bot(['channels:join'], joinConversation),
  'users.conversations': bot(listing, listOfUser),
}

/** A conversation as in the Web API. */
export function apiChannel(world: World, channel: TeamChannel): Json {
  const team = teamOf(world, channel)
  const common = {
    id: channel.id,
    created: channel.created,
    context_team_id: team.id,
    is_archived: channel.is_archived,
  }
  const isExtShared = isConnected(world, channel)
  const isOrgShared = isOrganisationWide(world, channel)
  if (channel.is_im) return { ...common, is_im: true, user: channel.name, is_org_shared: false, is_user_deleted: false }
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.is_private,
    is_group: channel.is_private,
    is_im: false,
    is_mpim: false,
    is_private: channel.is_private,
    is_general: channel.name === 'general',
    is_member: hasApp(world, channel),
    is_shared: isExtShared || isOrgShared,
    is_ext_shared: isExtShared,
    is_org_shared: isOrgShared,
    shared_team_ids: [team.id],
    num_members: channel.members.length,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  }
}

function listConversations(call: BotCall): Json {
  return listed(call, () => true)
}

/** The conversations of one person, or by default of the app. */
function listOfUser(call: BotCall): Json {
  const userId = textArg(call.args, 'user') ?? teamOf(call.world, call.install).bot_user_id
  if (!call.world.users.has(userId)) return refuse('user_not_found')
  return listed(call, (channel) => channel.members.includes(userId))
}

const scopesOfKinds: Record<string, string> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
}

/** The scopes of the requested types of conversations. */
function kindsIn(args: Json): string[] {
  return (textArg(args, 'types') ?? 'public_channel').split(',').map((kind) => kind.trim())
}

const kindNames = { channel: 'public_channel', group: 'private_channel', im: 'im' }

function listed(call: BotCall, isWanted: (channel: TeamChannel) => boolean): Json {
  requireTeam(call)
  const { world, install, args } = call
  const kinds = kindsIn(args)
  const channels = [...world.channels.values()].filter(
    (channel) =>
      channel.team_id === install.team_id &&
      kinds.includes(kindNames[channelType(channel)]) &&
      (!channel.is_private || hasApp(world, channel)) &&
      !(flagArg(args, 'exclude_archived') && channel.is_archived) &&
      isWanted(channel),
  )
  const { items, response_metadata } = page(channels, (channel) => channel.id, args)
  return { channels: items.map((channel) => apiChannel(world, channel)), response_metadata }
}

function listMembers(call: BotCall): Json {
  const { items, response_metadata } = page(channelArg(call).members, (id) => id, call.args)
  return { members: items, response_metadata }
}

/** Opens the direct message with one person. The local Slack has no group messages. */
function openConversation(call: BotCall): Json {
  const { world, install, args } = call
  const named = textArg(args, 'channel')
  if (named !== undefined) return { channel: { id: channelArg(call).id } }
  const [userId, ...others] = requiredArg(args, 'users').split(',')
  if (others.length > 0) return refuse('method_not_supported_for_channel_type')
  const user = world.users.get(userId ?? '')
  if (user === undefined) return refuse('user_not_found')
  if (user.is_bot) return refuse('cannot_dm_bot')
  if (user.deleted) return refuse('user_disabled')
  const channel = openDirectMessage(world, install.team_id, user.id)
  return {
    channel: flagArg(args, 'return_im') && channel !== undefined ? apiChannel(world, channel) : { id: channel?.id },
  }
}

function joinConversation(call: BotCall): Json {
  const { platform, world, install } = call
  const channel = channelArg(call)
  if (channel.is_private) return refuse('method_not_supported_for_channel_type')
  if (channel.is_archived) return refuse('is_archived')
  void join(platform, channel, { id: teamOf(world, install).bot_user_id })
  return { channel: apiChannel(world, channel) }
}
