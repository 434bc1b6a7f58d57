import type { BlockAction, RespondFn, SlashCommand } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Origin } from '../commands/command.ts'
import type { Modal } from '../views/message.ts'
import { messageModal } from '../views/problem.ts'
import { respondOrTell, tell } from './answer.ts'
import type { Door } from './door.ts'

type Parts = { client: WebClient; respond: RespondFn; log: { warn(details: object, message: string): void } }

/** Typed as `/migrate …`. */
export function commandDoor(command: SlashCommand, parts: Parts): Door {
  const address = { user: command.user_id, channel: command.channel_id }
  let hasShown = false
  return {
    origin: { workspace: command.team_id, user: command.user_id, channel: command.channel_id, isStranger: false },
    async show(message, { isShared } = { isShared: false }) {
      await respondOrTell({ ...message, isShared, replaces: hasShown }, { ...parts, address })
      hasShown = true
    },
    forms: forms(parts.client, { triggerId: command.trigger_id, isPushed: false }),
  }
}

/** A button or menu in a message. An answer that only the person sees takes the place of what they clicked in. */
export function messageClickDoor(body: BlockAction, parts: Parts): Door {
  const origin = originOf(body)
  const isPrivate = body.container.is_ephemeral === true
  let hasShown = false
  return {
    origin,
    async show(message, { isShared } = { isShared: false }) {
      await respondOrTell({ ...message, isShared, replaces: isPrivate || hasShown }, { ...parts, address: origin })
      hasShown = true
    },
    forms: forms(parts.client, { triggerId: body.trigger_id, isPushed: false }),
  }
}

/** A button in a form or on the home tab: the answer comes as a page on top. */
export function viewClickDoor(body: BlockAction, { client }: Parts): Door {
  const pages = forms(client, { triggerId: body.trigger_id, isPushed: body.view?.type === 'modal' })
  let viewId: string | undefined
  return {
    origin: originOf(body),
    async show(message) {
      const page = messageModal('Ferry', message)
      if (viewId === undefined) viewId = await pages.open(page)
      else await pages.update(viewId, page)
    },
    forms: pages,
  }
}

/** `@Ferry …`, the only way in inside threads. */
export function mentionDoor(
  event: { user: string; channel: string; thread_ts?: string; ts: string },
  { origin, ...parts }: Omit<Parts, 'respond'> & { origin: Origin },
): Door {
  const address = {
    user: event.user,
    channel: event.channel,
    ...(event.thread_ts === undefined ? {} : { thread: event.thread_ts }),
  }
  return {
    origin,
    async show(message, { isShared } = { isShared: false }) {
      if (!isShared) return tell(message, { ...parts, address })
      const thread = event.thread_ts === undefined ? {} : { thread_ts: event.thread_ts }
      await parts.client.chat.postMessage({ channel: event.channel, ...message, ...thread })
    },
  }
}

/** Slack Connect: the person's own workspace is not the one in which Ferry acts. */
function originOf(body: BlockAction): Origin {
  const workspace = body.team?.id ?? body.user.team_id ?? ''
  const channel = body.channel?.id
  return {
    workspace,
    user: body.user.id,
    isStranger: body.user.team_id !== undefined && body.user.team_id !== workspace,
    ...(channel === undefined ? {} : { channel }),
  }
}

function forms(
  client: WebClient,
  { triggerId, isPushed }: { triggerId: string; isPushed: boolean },
): NonNullable<Door['forms']> {
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
