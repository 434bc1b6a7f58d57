import type { State } from '../slack/protocol.ts'

/**
 * Leaves out what Slack forgets when it is loaded again: the private answers and open forms from before it was opened.
 * A person's Slack opens here when the page first shows that person.
 */
export function createForgetter(): (user: string, state: State) => State {
  const before = new Map<string, ReadonlySet<string>>()
  return (user, state) => {
    const forgotten = before.get(user) ?? fleetingIn(state)
    before.set(user, forgotten)
    return {
      ...state,
      messages: state.messages.filter(({ channel, ts }) => !forgotten.has(`${channel} ${ts}`)),
      modals: state.modals.filter(({ root_view_id }) => !forgotten.has(root_view_id)),
    }
  }
}

function fleetingIn({ messages, modals }: State): ReadonlySet<string> {
  const answers = messages.filter(({ only_for }) => only_for !== undefined)
  return new Set([
    ...answers.map(({ channel, ts }) => `${channel} ${ts}`),
    ...modals.map(({ root_view_id }) => root_view_id),
  ])
}
