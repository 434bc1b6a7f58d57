import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { ActResult, Channel, State, User } from '../slack/protocol.ts'
import type { Act, Api } from './api.ts'
import type { Payload } from './payload.ts'
import type { Route } from './route.ts'

/** The context of every part of the page: the person, the open view, and how to act. */
export type Session = {
  state: State
  me: User
  /** IANA time zone of the person, in which all times are shown. */
  zone: string
  route: Route
  go(route: Route): void
  /** Acts as the person. */
  act(what: Act, body: Payload): Promise<ActResult>
  suggest: Api['suggest']
  /** Asks for a confirmation. Resolves to true if the person agrees. */
  ask(question: Question): Promise<boolean>
}

/** Slack's confirmation object. */
export type Question = { title: string; text: unknown; confirm: string; deny: string; isDanger: boolean }

export const SessionContext = createContext<Session | undefined>(undefined)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('A part of the page was drawn outside a session')
  return session
}

export function findUser(state: State, id: string): User | undefined {
  return state.users.find((user) => user.id === id)
}

/** The person who acts: the one with this id, or the first of all if there is none. */
export function personIn(state: State, id: string): User | undefined {
  return findUser(state, id) ?? state.users.find((user) => !user.is_bot)
}

/** The name that people read: the real name if there is one. */
export function nameOf(state: State, userId: string): string {
  const user = findUser(state, userId)
  if (user === undefined) return userId === state.app.bot_user_id ? state.app.name : userId
  return user.real_name === '' ? user.name : user.real_name
}

/** The person and the workspace, on which names depend. */
export type Viewer = Pick<Session, 'state' | 'me'>

/** A channel's name, or for a direct message the other person's. */
export function channelName(viewer: Viewer, channel: Channel): string {
  return channel.is_im ? nameOf(viewer.state, partnerIn(viewer, channel)) : channel.name
}

/** The other person of a direct message. Its `name` is the person's id as the app sees it, so the members decide. */
export function partnerIn({ me }: Viewer, channel: Channel): string {
  return channel.members.find((member) => member !== me.id) ?? channel.name
}

/** The person's direct messages with the app. */
export function isAppChannel(viewer: Viewer, channel: Channel): boolean {
  return channel.is_im && partnerIn(viewer, channel) === viewer.state.app.bot_user_id
}
