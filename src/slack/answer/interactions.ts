import type { BlockAction, RespondFn, SlackShortcut, SlashCommand } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Origin } from '../../commands/machine/command.ts'
import { defined } from '../../defined.ts'
import type { Log } from '../../log.ts'
import type { Message, Modal } from '../../views/blocks/message.ts'
import { messageModal } from '../../views/blocks/problem.ts'
import type { NewerBlocks } from '../client/newer-blocks.ts'
import { actorIn } from './actor.ts'
import { respondOrTell, share, tell, type Way } from './answer.ts'
import { questionsIn, readAnswers } from './answers.ts'
import type { Interaction, Showing } from './interaction.ts'
import { readMemo } from './memo.ts'
import type { Page, Pages } from './pages.ts'
import { textOfMessage } from './quoted.ts'

type Parts = {
  client: WebClient
  respond: RespondFn
  pages: Pages
  newer: NewerBlocks
  log: Log<'warn'>
}

/**
 * The interaction of a typed `/migrate …`. Slack documents no way to replace what was answered to a typed command;
 * where it does so all the same, the answer replaces what was shown before.
 */
export function commandInteraction(command: SlashCommand, parts: Parts): Interaction {
  const origin = { ...actorIn(command), channel: command.channel_id, door: 'typed' as const }
  const way = { ...parts, address: origin }
  let replaces = false
  return {
    origin,
    meanwhile: {
      isReplaced: false,
      async show(message) {
        await respondOrTell({ ...message, isShared: false, replaces: false }, way)
        replaces = true
      },
    },
    show: (message, { isShared = false } = {}) => respondOrTell({ ...message, isShared, replaces }, way),
    async revise(message, { isNews }) {
      if (isNews) await respondOrTell({ ...message, isShared: false, replaces: true }, way)
    },
    forms: openedBy(command.trigger_id, parts),
  }
}

/**
 * The interaction of a button or menu in a message. In a message that only the person sees, the answer replaces it.
 * Under a message that everybody sees, the answer is shown to that person alone.
 */
export function messageClickInteraction(body: BlockAction, parts: Parts): Interaction {
  const origin = originOf(body)
  const isPrivate = body.container.is_ephemeral === true
  const way = { ...parts, address: origin }
  const show = (message: Message, { isShared = false }: Showing = {}) => {
    // The pane of a Work Object brings no response_url.
    if (body.response_url) return respondOrTell({ ...message, isShared, replaces: isPrivate }, way)
    const { channel } = origin
    return isShared && channel !== undefined
      ? share(message, { ...way, address: { ...origin, channel } })
      : tell(message, way)
  }
  return {
    origin,
    meanwhile: { isReplaced: isPrivate, show: (message) => show(message) },
    show,
    async revise(message, { isNews }) {
      if (isPrivate || isNews) await show(message)
    },
    forms: openedBy(body.trigger_id, parts),
  }
}

/** Result of a click in a form: a page on top, one in the form's place, or the form drawn again. */
export type ClickKind = 'push' | 'swap' | 'redraw'

/** The interaction of a button in a form or on the home tab. The answer is a page, on top or in its place. */
export function viewClickInteraction(
  body: BlockAction,
  { kind, ...parts }: ViewParts & { kind: ClickKind },
): Interaction {
  const { view } = body
  const origin = originOf(body)
  const way = { ...parts, address: origin }
  const onTop = openedBy(body.trigger_id, { ...parts, isPushed: view?.type === 'modal' })
  const { show: showOnTop } = showingIn(onTop, way)
  const forms =
    kind === 'push' || view === undefined
      ? onTop
      : { ...inPlaceOf(body, { ...parts, view }), isOpen: kind === 'redraw' }
  return { origin, ...showingIn(forms, way), showOnTop, forms, ...filledIn(body) }
}
type ViewParts = Omit<Parts, 'respond'>

/**
 * The interaction of a shortcut in one of Slack's own menus. Every answer is a page: a global shortcut has no channel,
 * and the menu of a message stands beside a conversation that the answer is not meant for.
 */
export function shortcutInteraction(body: SlackShortcut, parts: ViewParts): Interaction {
  const forms = openedBy(body.trigger_id, parts)
  const origin = { ...actorIn(body), door: 'button' as const, ...messageIn(body) }
  return { origin, ...showingIn(forms, { ...parts, address: origin }), forms }
}

/** The message on which a shortcut was used, and where it stands. A message is the first of its own thread. */
function messageIn(body: SlackShortcut): Pick<Origin, 'channel' | 'thread' | 'quoted'> {
  if (body.type !== 'message_action') return {}
  const { channel, message } = body
  const thread = placeSchema.parse(message).thread_ts ?? message.ts
  return { channel: channel.id, thread, quoted: textOfMessage(message) }
}

/**
 * Shows answers on a page, where each replaces the one before. A person who has closed the page, or sees something
 * newer there, gets a message, because what they asked for was done.
 */
function showingIn(forms: Forms, way: Way): Pick<Interaction, 'show' | 'meanwhile' | 'revise'> {
  let page: Page | undefined
  const draw = async (message: Message, title: string): Promise<boolean> => {
    const modal = messageModal(title, message)
    if (page !== undefined) return (await page.draw(modal)) === 'drawn'
    page = await forms.open(modal)
    return page !== undefined
  }
  return {
    async show(message, { title = 'Ferry' } = {}) {
      const isSeen = await draw(message, title).catch((error: unknown) => {
        way.log.warn({ err: error }, 'A page could not be shown')
        return false
      })
      if (!isSeen) await tell(message, way)
    },
    revise: async (message, { title }) => void (await draw(message, title)),
    meanwhile: { isReplaced: true, show: async (message) => void (await draw(message, 'One moment')) },
  }
}

function filledIn({ view }: BlockAction): Pick<Interaction, 'filled' | 'formCommand'> {
  if (view === undefined) return {}
  const filled = { entered: readAnswers(view), asked: questionsIn(view) }
  return { filled, ...defined({ formCommand: readMemo(view.private_metadata)?.command }) }
}

/** The interaction of `@Ferry …`, the only way to reach Ferry in a thread. */
export function mentionInteraction(
  event: { user: string; channel: string; thread_ts?: string | undefined },
  { origin, ...parts }: Pick<Parts, 'client' | 'newer' | 'log'> & { origin: Origin },
): Interaction {
  const { thread_ts: thread } = event
  const address = { ...origin, channel: event.channel, ...defined({ thread }) }
  const way = { ...parts, address }
  return {
    origin,
    meanwhile: { isReplaced: false, show: (message) => tell(message, way) },
    async revise(message, { isNews }) {
      if (isNews) await tell(message, way)
    },
    show: (message, { isShared = false } = {}) => (isShared ? share(message, way) : tell(message, way)),
  }
}

function originOf(body: BlockAction): Origin {
  const channel =
    body.channel?.id ?? placeSchema.parse(body.container).channel_id ?? channelOfForm(body.view?.private_metadata)
  return { ...actorIn(body), door: 'button', ...defined({ channel, thread: threadOf(body) }) }
}

/** The thread of the message that was clicked, if it is in one. Slack does not say so of every private message. */
function threadOf({ container, message }: BlockAction): string | undefined {
  return placeSchema.parse(container).thread_ts ?? placeSchema.parse(message).thread_ts
}

const text = z.string().optional().catch(undefined)
const placeSchema = z.object({ thread_ts: text, channel_id: text }).catch({})

/** The channel in which a form was asked for: a click inside the form belongs to it. */
function channelOfForm(privateMetadata: string | undefined): string | undefined {
  return privateMetadata === undefined ? undefined : readMemo(privateMetadata)?.channel
}

type Forms = NonNullable<Interaction['forms']>

/** Shows forms by redrawing the one that is open, unless something newer is shown there by then. */
function inPlaceOf(
  body: BlockAction,
  { client, pages, view }: ViewParts & { view: { id: string; hash: string } },
): Forms {
  const page = pages.at({ client, page: { view_id: view.id }, hash: view.hash, actedAt: actedAt(body) })
  return {
    async open(modal) {
      return (await page.draw(modal)) === 'drawn' ? page : undefined
    },
  }
}

function actedAt({ actions: [action] }: BlockAction): number {
  return Number(action?.action_ts ?? 0)
}

type Opening = Pick<Parts, 'client' | 'pages'> & { isPushed?: boolean }

function openedBy(triggerId: string, { client, pages, isPushed = false }: Opening): Forms {
  return {
    async open(view: Modal) {
      const order = { trigger_id: triggerId, view }
      const { view: opened } = isPushed ? await client.views.push(order) : await client.views.open(order)
      return pages.at({ client, page: { view_id: opened?.id ?? '' }, hash: opened?.hash })
    },
  }
}
