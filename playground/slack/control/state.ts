import { channelOf, personOf } from '../acts/scene.ts'
import { belongsTo } from '../belonging.ts'
import { declaredIn } from '../declared.ts'
import { messagesIn, visibleTo } from '../messages.ts'
import type { Platform } from '../platform.ts'
import type { Message, State, User, View } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import { botName, slackbotId } from '../seeding.ts'
import { userGroupsOf } from '../user-groups.ts'
import { homeKey, modalsOf, shownView } from '../views.ts'
import type { Team, TeamChannel, World } from '../world.ts'

/** Everything that one person sees, by default the workspace's first person. */
export function stateOf(platform: Platform, userId: string | null): State {
  const { world } = platform
  const user = personOf(world, userId ?? world.seed.users[0]?.id ?? '')
  const channels = [...world.channels.values()].filter((channel) => channel.members.includes(user.id))
  const team = teamAround(world, user, channels)
  const home = world.homes.get(homeKey(team.id, user.id))
  const state: State = {
    team: { id: team.id, name: team.name },
    app: {
      id: world.seed.app.id,
      name: botName(world),
      bot_user_id: team.bot_user_id,
      is_connected: platform.courier.isConnected(),
      ...declaredIn(world.manifest),
    },
    users: usersAround(world, team),
    user_groups: userGroupsOf(world, team).map(({ id, handle, name }) => ({ id, handle, name })),
    channels,
    messages: channels.flatMap((channel) => messagesIn(world, channel.id).filter(visibleTo(user.id))).sort(byTs),
    modals: modalsOf(world, user.id).map(shownView),
    revision: world.revision,
    panels: platform.panels(),
  }
  if (home !== undefined) state.home = shownView(home)
  const pane = world.panes.get(user.id)
  if (pane !== undefined) state.pane = pane
  return state
}

/** Messages of a channel as one person sees them, or all of them without a person. */
export function messagesFor(world: World, channelId: string | null, userId: string | null): Message[] {
  if (channelId === null) return notOffered('Say which channel: ?channel=C…')
  if (userId !== null) {
    const channel = channelOf(world, personOf(world, userId), channelId)
    return messagesIn(world, channel.id).filter(visibleTo(userId))
  }
  return world.channels.has(channelId) ? messagesIn(world, channelId) : notOffered(`No channel has the id ${channelId}`)
}

/** A person's home tab and open modals, the topmost last. */
export function viewsFor(world: World, userId: string | null): View[] {
  const user = personOf(world, userId ?? notOffered('Say whose views: ?user=U…'))
  const homes = [...world.homes.values()].filter((view) => view.user_id === user.id)
  return [...homes, ...modalsOf(world, user.id)].map(shownView)
}

/** The workspace of a person. A person of another organization sees the workspace whose channels they share. */
function teamAround(world: World, user: User, channels: TeamChannel[]): Team {
  const [anyTeam] = world.teams.values()
  const team = world.teams.get(user.team_id) ?? world.teams.get(channels[0]?.team_id ?? '') ?? anyTeam
  return team ?? notOffered('There is no workspace')
}

function usersAround(world: World, team: Team): User[] {
  const channels = [...world.channels.values()].filter((channel) => channel.team_id === team.id && !channel.is_im)
  const shared = new Set(channels.flatMap((channel) => channel.members))
  return [...world.users.values()].filter(
    (user) => belongsTo(user, team.id) || shared.has(user.id) || user.id === slackbotId,
  )
}

function byTs(a: Message, b: Message): number {
  return Number(a.ts) - Number(b.ts)
}
