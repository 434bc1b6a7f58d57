import type { ActResult, FieldValue, Message, View } from '../../playground/slack/protocol.ts'
import { homeKey, modalsOf, shownView } from '../../playground/slack/views.ts'
import type { ViewValues, World } from '../../playground/slack/world.ts'
import { controlIn, isRecord, type Readable, readingOf } from './reading.ts'
import { until } from './until.ts'

/** A person in the local Slack: what they do, and what they see since their last act. */
export type Person = {
  id: string
  channel: string
  /** Types `/migrate …` in their channel. */
  types(text: string): Promise<ActResult>
  /** Writes `@Ferry …`, in a thread if one is given. */
  mentions(text: string, threadTs?: string): Promise<ActResult>
  /** Presses a button or chooses a menu entry. `beside` is text in the same block, if several have this label. */
  presses(label: string, where: Message | View, beside?: string): Promise<ActResult>
  /** Answers one question of a form on which other questions depend. */
  answers(question: string, value: string, form: View): Promise<ActResult>
  /** Chooses an entry of Slack's own shortcut menu, or of the menu of a message. */
  uses(shortcut: string, on?: Message): Promise<ActResult>
  /** Writes a message in their channel. Resolves to the message. */
  writes(text: string, threadTs?: string): Promise<Message>
  /** Fills in the topmost form by its labels and sends it. */
  sends(form: View, fields: Record<string, FieldValue>): Promise<ActResult>
  /**
   * Sends a form and waits for its outcome. If Ferry needs more than Slack's three seconds, the outcome comes as a page
   * or a message, and Slack has shown an error before.
   */
  sendsAndLearns(form: View, fields: Record<string, FieldValue>, words: string): Promise<void>
  opensHome(): Promise<View>
  /** Waits for a message with these words in their channel that is new or changed since their last act. */
  hears(words: string, channel?: string): Promise<Message>
  /**
   * Waits for an answer with these words, in their channel or on a page that is new or changed since their last act.
   * The answer to a sent form comes as a message, or on the page on which Ferry has shown that it is working.
   */
  learns(words: string): Promise<Message | View>
  /**
   * Waits for the topmost form or page to contain these words. A page that was open before their last act does not
   * count.
   */
  faces(words: string): Promise<View>
  modals(): readonly View[]
  /** The answers typed into the topmost form, by block id. */
  entries(): Record<string, unknown>
  /** The messages of a channel that they can see, with thread replies. */
  messages(channel?: string): Message[]
}

export type Place = { world: World; act(what: string, request: object): Promise<ActResult>; picture(): string }

export function createPerson(id: string, channel: string, { world, act, picture }: Place): Person {
  let actedAt = 0
  let leftOpen: string | undefined
  /** Versions of the pages that were open at the last act. */
  let seen: readonly string[] = []
  const trying = (what: string, request: object) => {
    actedAt = world.lastMicros
    seen = modals().map(({ hash }) => hash)
    return act(what, { user: id, ...request })
  }
  const acting = async (what: string, request: object) => {
    const result = await trying(what, request)
    // Slack shows an error to the person, and no answer will come.
    if (!result.acknowledged) throw new Error(`Nobody answered: ${what} ${JSON.stringify(request)}: ${result.error}`)
    return result
  }
  /** A page opened by the act lies on top of the others, or replaces one. */
  const opening = (what: string, request: object) => {
    leftOpen = modals().at(-1)?.id
    return acting(what, request)
  }
  const messages = (where = channel) =>
    (world.messages.get(where) ?? []).filter(({ only_for }) => only_for === undefined || only_for === id)
  const modals = () => modalsOf(world, id).map(shownView)
  const heard = (words: string, where?: string) =>
    copyOf(messages(where).findLast((one) => changedAt(one) > actedAt && readingOf(one).includes(words)))
  const home = () => {
    const view = world.homes.get(homeKey(world.users.get(id)?.team_id ?? '', id))
    return view === undefined ? undefined : shownView(view)
  }
  return {
    id,
    channel,
    types: (text) => opening('command', { channel, text: `/migrate ${text}` }),
    mentions: (text, thread) =>
      acting('mention', { channel, text, ...(thread === undefined ? {} : { thread_ts: thread }) }),
    presses(label, where, beside) {
      const doing = 'payload' in where && where.type === 'modal' ? acting : opening
      return doing('click', { ...placeOf(where), ...controlNamed(label, where, beside) })
    },
    answers: (question, value, form) =>
      acting('click', { ...placeOf(form), block_id: question, action_id: actionOf(question, form), value }),
    uses: (shortcut, on) =>
      opening('shortcut', { callback_id: shortcut, ...(on && { channel: on.channel, message_ts: on.ts }) }),
    async writes(text, threadTs) {
      await trying('message', { channel, text, ...(threadTs !== undefined && { thread_ts: threadTs }) })
      return messages().at(-1) ?? until('the message', () => messages().at(-1))
    },
    sends: (form, fields) => acting('submit', { view_id: form.id, fields }),
    async sendsAndLearns(form, fields, words) {
      await trying('submit', { view_id: form.id, fields })
      await this.learns(words)
    },
    async opensHome() {
      const before = home()?.hash
      await acting('home', {})
      return until('the home tab', () => (home()?.hash === before ? undefined : home()), picture)
    },
    hears: (words, where) => until(`“${words}”`, () => heard(words, where), picture),
    learns: (words) =>
      until(
        `“${words}”`,
        () => heard(words) ?? modals().find((page) => !seen.includes(page.hash) && has(page, words)),
        picture,
      ),
    faces: (words) =>
      until(
        `a form with “${words}”`,
        () => [modals().at(-1)].find((top) => top?.id !== leftOpen && has(top, words)),
        picture,
      ),
    modals,
    entries: () => entriesOf(modalsOf(world, id).at(-1)?.values ?? {}),
    messages,
  }
}

/** The action id of a question's element. */
function actionOf(question: string, { payload }: View): unknown {
  const block = payload.blocks.find(({ block_id: name }) => name === question)
  return isRecord(block?.element) ? block.element.action_id : undefined
}

function entriesOf(values: ViewValues): Record<string, unknown> {
  const entries = Object.entries(values).map(([name, actions]) => {
    const [answer] = Object.values(actions)
    const chosen = answer?.selected_option
    return [name, isRecord(chosen) ? chosen.value : answer?.value]
  })
  return Object.fromEntries(entries)
}

function copyOf(message: Message | undefined): Message | undefined {
  return message === undefined ? undefined : structuredClone(message)
}

function has(view: View | undefined, words: string): boolean {
  return view !== undefined && readingOf(view).includes(words)
}

function changedAt({ ts, edited_at }: Message): number {
  return Number((edited_at ?? ts).replace('.', ''))
}

/** A message or page to act on, in the version that the person saw. */
function placeOf(where: Message | View) {
  if ('payload' in where) return { view_id: where.id, seen: where.hash }
  return { channel: where.channel, message_ts: where.ts, seen: where.edited_at ?? where.ts }
}

function controlNamed(label: string, where: Readable, beside: string | undefined) {
  const control = controlIn(where, label, beside)
  if (control === undefined) throw new Error(`There is no “${label}” in: ${readingOf(where)}`)
  return control
}
