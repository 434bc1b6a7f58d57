import { installIn, isStrangerTo } from '../belonging.ts'
import { payloadName } from '../channels.ts'
import type { Ack } from '../delivery/envelope.ts'
import { teamOf } from '../installs.ts'
import type { Json } from '../json.ts'
import { addMessage } from '../messages.ts'
import { enterpriseFields } from '../payloads/interaction.ts'
import type { Platform } from '../platform.ts'
import type { ActResult, CommandRequest, User } from '../protocol.ts'
import { notOffered, Refusal } from '../refusal.ts'
import { applyResponse, isBare, issueResponseUrl } from '../response-url.ts'
import { slackbotId } from '../seeding.ts'
import { issueTrigger } from '../trigger.ts'
import type { TeamChannel, World } from '../world.ts'
import { actResult } from './act-result.ts'
import { runBuiltIn } from './built-in.ts'
import { installOf, openChannelOf, personOf, refuseWithoutCommands } from './scene.ts'

/**
 * Runs a slash command of the app or of Slack, typed into a channel. As in Slack, Slackbot shows errors to the person.
 */
export async function runCommand(platform: Platform, request: CommandRequest): Promise<ActResult> {
  const { world, courier } = platform
  const user = personOf(world, request.user)
  const channel = openChannelOf(world, user, request.channel)
  const builtIn = await runBuiltIn(platform, { user, channel, text: request.text })
  if (builtIn !== undefined) return builtIn
  refuseWithoutCommands(installOf(world, channel.team_id))
  if (isStrangerTo(world, channel.team_id, user) && world.seed.readings.strangerCommands === 'refused') {
    return notOffered(`${user.id} is of another company, so commands of ${channel.team_id} are not theirs to type`)
  }
  const typed = splitCommand(world, request.text)
  const payload = commandPayload(world, { user, channel }, typed)
  const ack = await courier.deliver({ type: 'slash_commands', payload, acceptsAnswer: true })
  const error = ack.failure ?? applyAck(world, { user, channel }, ack)
  if (error === undefined) return actResult(ack)
  const text = `\`${typed.command}\` failed with the error "${error}"`
  addMessage(world, channel.id, { user: slackbotId, text, only_for: user.id })
  return actResult(ack, { error })
}

type Place = { user: User; channel: TeamChannel }
type Typed = { command: string; text: string }

function splitCommand(world: World, typed: string): Typed {
  const [, command = '', text = ''] = /^(\S*)\s*([\s\S]*)$/.exec(typed) ?? []
  const commands = world.manifest.features.slash_commands
  const known = commands.find((one) => one.command === command)
  if (known !== undefined) return { command, text: known.should_escape ? text : unescaped(world, text) }
  const names = commands.map((one) => one.command).join(' or ')
  return notOffered(`"${command}" is no command here${names === '' ? '' : `; type ${names} first`}`)
}

/** The text as the app gets it. Without `should_escape`, names stay as typed: `#data-moves`, `@engineer`. */
function unescaped(world: World, text: string): string {
  return text
    .replaceAll(/<#(\w+)(?:\|[^>]*)?>/g, (_, id: string) => `#${world.channels.get(id)?.name ?? id}`)
    .replaceAll(/<@(\w+)(?:\|[^>]*)?>/g, (_, id: string) => `@${world.users.get(id)?.name ?? id}`)
    .replaceAll(/<!subteam\^(\w+)(?:\|[^>]*)?>/g, (_, id: string) => `@${handleOf(world, id)}`)
    .replaceAll(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, '$1')
}

function handleOf({ userGroups }: World, id: string): string {
  return userGroups.find((group) => group.id === id)?.handle ?? id
}

function commandPayload(world: World, { user, channel }: Place, typed: Typed): Json {
  const team = teamOf(world, channel)
  const origin = { team_id: team.id, user_id: user.id, channel_id: channel.id }
  return {
    token: world.seed.app.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    ...enterpriseFields(world, team.id),
    channel_id: channel.id,
    channel_name: payloadName(channel),
    user_id: user.id,
    user_name: user.name,
    command: typed.command,
    text: typed.text,
    api_app_id: world.seed.app.id,
    is_enterprise_install: String(installIn(world, team.id)?.is_enterprise_install ?? false),
    response_url: issueResponseUrl(world, 'commands', origin),
    trigger_id: issueTrigger(world, origin),
  }
}

/**
 * Posts the body of the acknowledgement as a message. It does not count as one of the five uses of the response_url.
 */
function applyAck(world: World, { user, channel }: Place, ack: Ack): string | undefined {
  if (ack.body === undefined || isBare(ack.body)) return undefined
  const address = { team_id: channel.team_id, user_id: user.id, channel_id: channel.id, createdAt: 0, uses: 0 }
  try {
    applyResponse(world, address, ack.body)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}
