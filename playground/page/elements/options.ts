import type { State } from '../../slack/protocol.ts'
import { type Payload, readPayload, readPayloads, readString, readStrings, readTextOf } from '../payload.ts'
import { channelName, isAppChannel, nameOf, type Viewer } from '../session.ts'

/** An option of a list. */
export type Choice = { value: string; label: string; note?: string; group?: string }

function readChoice(option: Payload, group?: string): Choice {
  const note = readTextOf(option.description)
  return {
    value: readString(option.value),
    label: readTextOf(option.text),
    ...(note === '' ? {} : { note }),
    ...(group === undefined ? {} : { group }),
  }
}

/** Slack's options and option groups as one list. */
export function readChoices(options: unknown, groups: unknown): Choice[] {
  const grouped = readPayloads(groups).flatMap((group) =>
    readPayloads(group.options).map((option) => readChoice(option, readTextOf(group.label))),
  )
  return [...readPayloads(options).map((option) => readChoice(option)), ...grouped]
}

/** The options of a select that needs no request to the app. */
export function listChoices(element: Payload, viewer: Viewer): Choice[] {
  const type = readString(element.type).replace('multi_', '')
  if (type === 'users_select') return listPeople(viewer.state)
  if (type === 'channels_select') return listChannels(viewer, ['public'])
  if (type === 'conversations_select') {
    const filter = readPayload(element.filter)
    const kinds = readStrings(filter.include)
    return listChannels(
      viewer,
      kinds.length === 0 ? ['public', 'private', 'im'] : kinds,
      filter.exclude_bot_users === true,
    )
  }
  if (type === 'external_select') return readInitialChoices(element)
  return readChoices(element.options, element.option_groups)
}

export function filterChoices(choices: readonly Choice[], query: string): Choice[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return choices.filter(({ label, note = '' }) => {
    const text = `${label} ${note}`.toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  })
}

function listPeople(state: State): Choice[] {
  return state.users
    .filter((user) => !user.is_bot)
    .map((user) => ({ value: user.id, label: nameOf(state, user.id), note: `@${user.name}` }))
}

function listChannels(viewer: Viewer, kinds: string[], isWithoutBots = false): Choice[] {
  return viewer.state.channels
    .filter((channel) => kinds.includes(channel.is_im ? 'im' : channel.is_private ? 'private' : 'public'))
    .filter((channel) => !channel.is_archived && !(isWithoutBots && isAppChannel(viewer, channel)))
    .map((channel) => ({ value: channel.id, label: channel.is_im ? channelName(viewer, channel) : `#${channel.name}` }))
}

function readInitialChoices(element: Payload): Choice[] {
  const initial = element.initial_option === undefined ? [] : [readPayload(element.initial_option)]
  return [...initial, ...readPayloads(element.initial_options)].map((option) => readChoice(option))
}
