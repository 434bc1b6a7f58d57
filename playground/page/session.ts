import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { ActResult, Channel, State, User } from '../slack/protocol.ts'
import type { Act, Api } from './api.ts'
import type { Payload } from './payload.ts'
import type { Route } from './route.ts'

/** What every part of the page needs: who is looking, at what, and how to act. */
export type Session = {
  state: State
  me: User
  /** IANA zone of the person who is looking; all times are shown in it. */
  zone: string
  route: Route
  go(route: Route): void
  /** Acts as the person who is looking. */
  act(what: Act, body: Payload): Promise<ActResult>
  suggest: Api['suggest']
  /** Asks before something happens; true when the person agrees. */
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

/** The name that people read: the real name where there is one. */
export function nameOf(state: State, userId: string): string {
  const user = findUser(state, userId)
  if (user === undefined) return userId === state.app.bot_user_id ? state.app.name : userId
  return user.real_name === '' ? user.name : user.real_name
}

/** Who is looking at which workspace: what names depend on. */
export type Viewer = Pick<Session, 'state' | 'me'>

/** A channel's name; for a direct message the other person's. */
export function channelName(viewer: Viewer, channel: Channel): string {
  return channel.is_im ? nameOf(viewer.state, partnerIn(viewer, channel)) : channel.name
}

/** The other side of a direct message. Its `name` is the person's id as the app sees it, so members decide. */
export function partnerIn({ me }: Viewer, channel: Channel): string {
  return channel.members.find((member) => member !== me.id) ?? channel.name
}

/** The person's direct messages with the app. */
export function isAppChannel(viewer: Viewer, channel: Channel): boolean {
  return channel.is_im && partnerIn(viewer, channel) === viewer.state.app.bot_user_id
}
