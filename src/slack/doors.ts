import type { BlockAction, GlobalShortcut, RespondFn, SlashCommand } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Origin } from '../commands/command.ts'
import type { Message, Modal } from '../views/message.ts'
import { messageModal } from '../views/problem.ts'
import { respondOrTell, tell } from './answer.ts'
import { questionsIn, readAnswers } from './answers.ts'
import type { Door } from './door.ts'
import { readMemo } from './memo.ts'

type Parts = { client: WebClient; respond: RespondFn; log: { warn(details: object, message: string): void } }

/** Typed as `/migrate …`. Slack can't replace what was answered to a typed command. */
export function commandDoor(command: SlashCommand, parts: Parts): Door {
  const address = { user: command.user_id, channel: command.channel_id }
  const way = { ...parts, address }
  return {
    origin: {
      workspace: command.team_id,
      user: command.user_id,
      channel: command.channel_id,
      isStranger: false,
      door: 'typed',
    },
    showMeanwhile: once((message) => respondOrTell({ ...message, isShared: false, replaces: false }, way)),
    show: (message, { isShared } = { isShared: false }) =>
      respondOrTell({ ...message, isShared, replaces: false }, way),
    forms: forms(parts.client, { triggerId: command.trigger_id, isPushed: false }),
  }
}

/**
 * A button or menu in a message. In a message that only the person sees, the answer takes the place of what they
 * clicked in; under a message for everybody, it appears for them alone.
 */
export function messageClickDoor(body: BlockAction, parts: Parts): Door {
  const origin = originOf(body)
  const isPrivate = body.container.is_ephemeral === true
  const way = { ...parts, address: origin }
  const showMeanwhile = (message: Message) => respondOrTell({ ...message, isShared: false, replaces: isPrivate }, way)
  return {
    origin,
    showMeanwhile: isPrivate ? showMeanwhile : once(showMeanwhile),
    show: (message, { isShared } = { isShared: false }) =>
      respondOrTell({ ...message, isShared, replaces: isPrivate }, way),
    forms: forms(parts.client, { triggerId: body.trigger_id, isPushed: false }),
  }
}

/** What a click in a form leads to: a page on top, one in the form's place, or the form again. */
export type ClickKind = 'push' | 'swap' | 'redraw'

/** A button in a form or on the home tab: the answer comes as a page on top, or takes the form's own place. */
export function viewClickDoor(body: BlockAction, { client, kind }: Parts & { kind: ClickKind }): Door {
  const stacked = forms(client, { triggerId: body.trigger_id, isPushed: body.view?.type === 'modal' })
  const pages = kind === 'push' || body.view === undefined ? stacked : inPlaceOf(body.view.id, { pages: stacked, kind })
  return { origin: originOf(body), ...showingIn(pages), forms: pages, ...filledIn(body) }
}

/** A shortcut of Slack's own menu: there is neither a channel nor a message, so every answer is a page. */
export function shortcutDoor(body: GlobalShortcut, { client }: Pick<Parts, 'client'>): Door {
  const pages = forms(client, { triggerId: body.trigger_id, isPushed: false })
  const workspace = body.team?.id ?? body.user.team_id ?? ''
  const isStranger = body.user.team_id !== undefined && body.user.team_id !== workspace
  const origin = { workspace, user: body.user.id, isStranger, door: 'button' as const }
  return { origin, ...showingIn(pages), forms: pages }
}

/** Answers as a page, which later ones replace. */
function showingIn(pages: Pages): Pick<Door, 'show' | 'showMeanwhile'> {
  let viewId: string | undefined
  const show = async (message: Message) => {
    const page = messageModal('Ferry', message)
    if (viewId === undefined) viewId = await pages.open(page)
    else await pages.update(viewId, page)
  }
  return { show, showMeanwhile: show }
}

function filledIn({ view }: BlockAction): Pick<Door, 'filled'> {
  return view === undefined ? {} : { filled: { entered: readAnswers(view), asked: questionsIn(view) } }
}

/** `@Ferry …`, the only way in inside threads. */
export function mentionDoor(
  event: { user: string; channel: string; thread_ts?: string | undefined },
  { origin, ...parts }: Omit<Parts, 'respond'> & { origin: Origin },
): Door {
  const thread = event.thread_ts === undefined ? {} : { thread: event.thread_ts }
  const address = { user: event.user, channel: event.channel, ...thread }
  return {
    origin,
    showMeanwhile: once((message) => tell(message, { ...parts, address })),
    async show(message, { isShared } = { isShared: false }) {
      if (!isShared) return tell(message, { ...parts, address })
      const place = { channel: event.channel, ...(event.thread_ts === undefined ? {} : { thread_ts: event.thread_ts }) }
      await parts.client.chat.postMessage({ ...place, ...message })
    },
  }
}

/** Only the first message is shown, where each further one would add to the noise. */
function once(show: (message: Message) => Promise<void>): (message: Message) => Promise<void> {
  let hasShown = false
  return async (message) => {
    if (hasShown) return
    hasShown = true
    await show(message)
  }
}

/** Slack Connect: the person's own workspace is not the one in which Ferry acts. */
function originOf(body: BlockAction): Origin {
  const workspace = body.team?.id ?? body.user.team_id ?? ''
  const channel = body.channel?.id ?? channelOfForm(body.view?.private_metadata)
  return {
    workspace,
    user: body.user.id,
    isStranger: body.user.team_id !== undefined && body.user.team_id !== workspace,
    door: 'button',
    ...(channel === undefined ? {} : { channel }),
  }
}

/** A click inside a form belongs to the channel in which the form was asked for. */
function channelOfForm(privateMetadata: string | undefined): string | undefined {
  return privateMetadata === undefined ? undefined : readMemo(privateMetadata)?.channel
}

/** Forms that are shown by redrawing one that is open; while somebody fills it in, nothing comes between. */
function inPlaceOf(viewId: string, { pages, kind }: { pages: Pages; kind: ClickKind }): Pages {
  const open = (view: Modal) => pages.update(viewId, view).then(() => viewId)
  return { ...pages, open, isOpen: kind === 'redraw' }
}

type Pages = NonNullable<Door['forms']>

function forms(client: WebClient, { triggerId, isPushed }: { triggerId: string; isPushed: boolean }): Pages {
  return {
    async open(view: Modal) {
      const opened = isPushed
        ? await client.views.push({ trigger_id: triggerId, view })
        : await client.views.open({ trigger_id: triggerId, view })
      return opened.view?.id ?? ''
    },
    async update(viewId: string, view: Modal) {
      await client.views.update({ view_id: viewId, view })
    },
  }
}
