import { useRef, useState } from 'preact/hooks'
import type { Vocabulary } from './completion.ts'
import { describeFailure } from './outcome.ts'
import { readOutgoing } from './outgoing.ts'
import { useRemembered } from './remembered.ts'
import { nameOf, type Session, useSession } from './session.ts'
import { slashCommandsOf } from './slash-commands.ts'

const maxRecalled = 50

/** The composer's text, its suggestions, what is being sent, and earlier commands. */
export function useComposerState(place: { channel: string; thread?: string }) {
  const session = useSession()
  const [text, setText] = useState('')
  const [failure, setFailure] = useState<string>()
  const [pendingText, setPendingText] = useState<string>()
  const history = useHistory()

  function type(next: string): void {
    setText(next)
    setFailure(undefined)
    history.stop()
  }

  async function send(): Promise<void> {
    const outgoing = readOutgoing(text, { ...place, state: session.state })
    if (text.trim() === '') return
    if (outgoing.what === 'command' && place.thread !== undefined) {
      setFailure(`Slack has no slash commands in threads. Write @${session.state.app.name} and what you want instead.`)
      return
    }
    history.add(text.trim())
    setText('')
    setFailure(undefined)
    setPendingText(text.trim())
    const result = await session.act(outgoing.what, outgoing.body)
    setPendingText(undefined)
    setFailure(describeFailure(result, outgoing.what === 'command' ? text.trim().split(/\s/)[0] : 'Your message'))
  }

  return {
    text,
    type,
    send: () => void send(),
    failure,
    fail: setFailure,
    pendingText,
    isPending: pendingText !== undefined,
    vocabulary: listVocabulary(session, place.thread !== undefined),
    isRecalling: history.isRecalling,
    canRecall: history.canRecall,
    recall(step: 1 | -1) {
      setText(history.move(step))
    },
  }
}

/** Commands and messages sent from this browser, newest first. Index -1 is the text being typed. */
function useHistory() {
  const [stored, store] = useRemembered('sent', '[]')
  const at = useRef(-1)
  const entries = readEntries(stored)
  return {
    isRecalling: at.current >= 0,
    canRecall: entries.length > 0,
    add(text: string) {
      at.current = -1
      store(JSON.stringify([text, ...entries.filter((entry) => entry !== text)].slice(0, maxRecalled)))
    },
    stop() {
      at.current = -1
    },
    move(step: 1 | -1): string {
      at.current = Math.min(entries.length - 1, at.current + step)
      return entries[at.current] ?? ''
    },
  }
}

function readEntries(stored: string): string[] {
  try {
    const entries: unknown = JSON.parse(stored)
    return Array.isArray(entries) ? entries.filter((entry) => typeof entry === 'string') : []
  } catch {
    return []
  }
}

function listVocabulary({ state }: Session, isThread: boolean): Vocabulary {
  const app = { insert: `@${state.app.name}`, label: `@${state.app.name}`, note: 'App' }
  const people = state.users
    .filter((user) => !user.is_bot)
    .map((user) => ({ insert: `@${user.name}`, label: nameOf(state, user.id), note: `@${user.name}` }))
  const groups = state.user_groups.map(({ handle, name }) => ({
    insert: `@${handle}`,
    label: name,
    note: `@${handle}`,
  }))
  const channels = state.channels
    .filter((channel) => !channel.is_im)
    .map(({ name, is_private }) => ({ insert: `#${name}`, label: `#${name}`, note: is_private ? 'Private' : '' }))
  return { commands: isThread ? [] : slashCommandsOf(state), people: [app, ...people, ...groups], channels }
}
