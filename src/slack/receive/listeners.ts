import type { App, BlockAction, SlackShortcut, ViewSubmitAction } from '@slack/bolt'
import type { Origin } from '../../commands/machine/command.ts'
import { isAppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import { ids, isAnswer } from '../../views/blocks/ids.ts'
import type { Home } from '../../views/blocks/message.ts'
import { actorIn } from '../answer/actor.ts'
import { submit } from '../answer/forms.ts'
import { type Dispatcher, handle, handleTyped } from '../answer/interaction.ts'
import {
  type ClickKind,
  commandInteraction,
  mentionInteraction,
  messageClickInteraction,
  shortcutInteraction,
  viewClickInteraction,
} from '../answer/interactions.ts'
import { readMemo } from '../answer/memo.ts'
import { createPages, type Pages } from '../answer/pages.ts'
import { suggest } from '../answer/suggest.ts'
import { createNewerBlocks, type NewerBlocks } from '../client/newer-blocks.ts'
import { rootCommand, shortcuts } from '../client/surface.ts'
import { isNew } from './inbox.ts'
import { type LinkListening, listenForLinks } from './links.ts'

export type Listening = LinkListening & {
  dispatcher(workspace: string): Dispatcher
  homePage(origin: Origin): Promise<Home>
  /** Called when Ferry can post in a channel. */
  onWelcome(workspace: string, channel: string): void
  /** Called when Slack says that a workspace removed Ferry, or revoked its token. */
  onLeft(workspace: string, what: 'uninstalled' | 'revoked'): Promise<void>
  log: Log<'error'>
}

/** Listens for everything that Slack may send. Each request is acknowledged first and then worked on. */
export function listen(app: App, listening: Listening): void {
  const parts = { ...listening, pages: createPages(), newer: createNewerBlocks(listening) }
  listenForCommands(app, parts)
  listenForClicks(app, parts)
  listenForForms(app, parts)
  listenForSuggestions(app, parts)
  listenForShortcuts(app, parts)
  listenForMentions(app, parts)
  listenForLinks(app, parts)
  listenForMembership(app, parts)
}

type Parts = Listening & { pages: Pages; newer: NewerBlocks }

function listenForCommands(app: App, { store, dispatcher, pages, newer, work, log }: Parts): void {
  app.command(rootCommand, async ({ ack, command, client, respond, body }) => {
    await ack()
    await work.run('command', async () => {
      if (!(await isNew(store, body))) return
      const interaction = commandInteraction(command, { client, respond, pages, newer, log })
      await handleTyped(command.text ?? '', interaction, dispatcher(interaction.origin.workspace))
    })
  })
}

function listenForClicks(app: App, { store, dispatcher, pages, newer, work, log }: Parts): void {
  const commands = new RegExp(
    `^(${[ids.run, ids.swap, ids.redraw].map((prefix) => prefix.replace('.', '\\.')).join('|')}|${ids.answer}(\\.|$))`,
  )
  app.action<BlockAction>(
    { type: 'block_actions', action_id: commands },
    async ({ ack, action, body, client, respond }) => {
      await ack()
      await work.run('click', async () => {
        const command = commandOf(action, body)
        if (command === undefined || !(await isNew(store, body))) return
        const parts = { client, respond, pages, newer, log, kind: clickKindOf(action.action_id) }
        const interaction =
          body.view === undefined ? messageClickInteraction(body, parts) : viewClickInteraction(body, parts)
        await handle(command, interaction, dispatcher(interaction.origin.workspace))
      })
    },
  )
}

function listenForForms(app: App, { store, dispatcher, pages, newer, work, log }: Parts): void {
  app.view<ViewSubmitAction>(
    { type: 'view_submission', callback_id: ids.form },
    async ({ ack, body, view, client }) => {
      await work.runAtOnce('form', async () => {
        const actor = actorIn(body)
        const sent = { view, actor, isNew: isNew(store, body), ack, client, pages, newer, log }
        await submit(sent, dispatcher(actor.workspace))
      })
    },
  )
}

function listenForSuggestions(app: App, { dispatcher, work }: Listening): void {
  app.options<'block_suggestion'>(
    { type: 'block_suggestion', action_id: new RegExp(`^${ids.answer}(\\.|$)`) },
    async ({ ack, body }) => {
      await work.runAtOnce('suggestion', async () => {
        const actor = actorIn(body)
        await ack({ options: await suggest(body, { actor, dispatcher: dispatcher(actor.workspace) }) })
      })
    },
  )
}

function listenForShortcuts(app: App, { store, dispatcher, pages, newer, work, log }: Parts): void {
  for (const { callbackId, command } of shortcuts) {
    app.shortcut<SlackShortcut>(callbackId, async ({ ack, body, client }) => {
      await ack()
      await work.run('shortcut', async () => {
        if (!(await isNew(store, body))) return
        const interaction = shortcutInteraction(body, { client, pages, newer, log })
        await handle(command, interaction, dispatcher(interaction.origin.workspace))
      })
    })
  }
}

function listenForMentions(app: App, { store, dispatcher, homePage, pages, newer, work, log }: Parts): void {
  app.event('app_mention', async ({ event, body, client, context }) => {
    await work.run('mention', async () => {
      if (event.user === undefined || !(await isNew(store, body))) return
      const thread = event.thread_ts === undefined ? {} : { thread: event.thread_ts }
      const origin = { ...actorIn(body), channel: event.channel, door: 'mention' as const, ...thread }
      const interaction = mentionInteraction({ ...event, user: event.user }, { origin, client, newer, log })
      await handleTyped(textAfter(event.text, context.botUserId), interaction, dispatcher(origin.workspace))
    })
  })
  app.event('app_home_opened', async ({ event, body, client }) => {
    await work.run('home', async () => {
      if (event.tab !== 'home' || !(await isNew(store, body))) return
      const origin = { ...actorIn(body), door: 'button' as const }
      const { workspace, user } = origin
      const hash = hashOf(event.view)
      await pages.publishHome({ client, workspace, user, hash, read: () => homePage(origin) }).catch(unlessStranger)
    })
  })
}

function listenForMembership(app: App, parts: Parts): void {
  const { store, dispatcher, onWelcome, onLeft, newer, work, log } = parts
  app.event('member_joined_channel', async ({ event, body, client, context }) => {
    await work.run('joined', async () => {
      if (event.user !== context.botUserId || !(await isNew(store, body))) return
      const { workspace } = actorIn(body)
      onWelcome(workspace, event.channel)
      if (event.inviter === undefined) return
      const who = { ...actorIn(body), user: event.inviter, isMembershipOpen: true }
      const origin = { ...who, channel: event.channel, door: 'button' as const }
      const interaction = mentionInteraction({ ...event, user: event.inviter }, { origin, client, newer, log })
      await handle('welcome', interaction, dispatcher(workspace))
    })
  })
  for (const reopened of ['channel_unarchive', 'group_unarchive'] as const) {
    app.event(reopened, async ({ event, body }) => {
      await work.run(reopened, async () => {
        if (await isNew(store, body)) onWelcome(actorIn(body).workspace, event.channel)
      })
    })
  }
  app.event('app_uninstalled', async ({ body }) => {
    await work.run('uninstalled', () => onLeft(actorIn(body).workspace, 'uninstalled'))
  })
  app.event('tokens_revoked', async ({ event, body }) => {
    await work.run('revoked', async () => {
      if ((event.tokens.bot ?? []).length > 0) await onLeft(actorIn(body).workspace, 'revoked')
    })
  })
}

/** Ignores the refusal of a person who is no member of the workspace: their home tab stays empty. */
function unlessStranger(error: unknown): void {
  if (!isAppError(error, 'stranger')) throw error
}

/** Slack's name for what was on a home tab when it was opened. Undefined the first time. */
function hashOf(view: object | undefined): string | undefined {
  return view !== undefined && 'hash' in view && typeof view.hash === 'string' ? view.hash : undefined
}

/** The text after Ferry's own mention, even if others are mentioned before it. */
function textAfter(text: string, botUserId: string | undefined): string {
  const mention = `<@${botUserId}`
  const at = text.indexOf(mention)
  return at < 0 ? text : text.slice(text.indexOf('>', at) + 1)
}

/** Whether a click opens a page on top, takes the form's place, or redraws the form while somebody fills it in. */
function clickKindOf(actionId: string): ClickKind {
  if (isAnswer(actionId) || actionId.startsWith(ids.redraw)) return 'redraw'
  return actionId.startsWith(ids.swap) ? 'swap' : 'push'
}

/**
 * The command of a click: a button's value, or a menu's chosen option. A question redraws its own form; undefined if
 * another version opened that, which then stays as it is until somebody sends it.
 */
function commandOf(action: BlockAction['actions'][number], { view }: BlockAction): string | undefined {
  if (isAnswer(action.action_id)) return readMemo(view?.private_metadata ?? '')?.command
  if (action.type === 'button') return action.value ?? ''
  return action.type === 'overflow' || action.type === 'static_select' ? action.selected_option.value : ''
}
