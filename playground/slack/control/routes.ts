import type { ZodType } from 'zod'
import { actResult, untold } from '../acts/act-result.ts'
import { changeChannel } from '../acts/channel.ts'
import { click } from '../acts/click.ts'
import { close } from '../acts/close.ts'
import { runCommand } from '../acts/command.ts'
import { openHome } from '../acts/home.ts'
import { mention, say } from '../acts/say.ts'
import { useShortcut } from '../acts/shortcut.ts'
import { submit } from '../acts/submit.ts'
import { suggest } from '../acts/suggest.ts'
import { resetWorld } from '../create-world.ts'
import { retryEvent } from '../events.ts'
import { usePane } from '../links/pane.ts'
import type { Platform } from '../platform.ts'
import type { ActResult } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import { removeApp } from '../web-api/apps.ts'
import * as requests from './requests.ts'
import { messagesFor, stateOf, viewsFor } from './state.ts'

type Route = (platform: Platform, input: { body: unknown; query: URLSearchParams }) => unknown

/** Everything under `/control` except the event stream, by method and last segment of the path. */
export const controlRoutes: Record<string, Route> = {
  'GET state': (platform, { query }) => stateOf(platform, query.get('user')),
  'GET messages': ({ world }, { query }) => messagesFor(world, query.get('channel'), query.get('user')),
  'GET views': ({ world }, { query }) => viewsFor(world, query.get('user')),
  'GET calls': ({ world }) => world.calls,
  'GET faults': ({ world }) => world.faults,
  'POST command': taking(requests.commandRequest, runCommand),
  'POST click': taking(requests.clickRequest, click),
  'POST submit': taking(requests.submitRequest, submit),
  'POST close': taking(requests.closeRequest, close),
  'POST shortcut': taking(requests.shortcutRequest, useShortcut),
  'POST mention': taking(requests.sayRequest, mention),
  'POST message': taking(requests.sayRequest, say),
  'POST home': taking(requests.homeRequest, openHome),
  'POST pane': taking(requests.paneRequest, usePane),
  'POST suggest': taking(requests.suggestRequest, suggest),
  'POST channel': taking(requests.channelRequest, changeChannel),
  'POST socket': taking(requests.socketRequest, useSockets),
  'POST retry': taking(requests.retryRequest, retry),
  'POST uninstall': taking(requests.teamRequest, uninstall),
  'POST faults': taking(requests.faultRequest, ({ world }, fault) => {
    world.faults.push(fault)
    return untold
  }),
  'DELETE faults': ({ world }) => {
    world.faults = []
    return untold
  },
  'POST gate': taking(requests.gateRequest, ({ world }, { gate }) => {
    world.gates.open(gate)
    return untold
  }),
  'DELETE calls': ({ world }) => {
    world.calls = []
    return untold
  },
  'POST reset': ({ world }) => {
    resetWorld(world)
    return untold
  },
}

function taking<T>(schema: ZodType<T>, act: (platform: Platform, request: T) => unknown): Route {
  return (platform, { body }) => {
    const checked = schema.safeParse(body)
    if (checked.success) return act(platform, checked.data)
    const [issue] = checked.error.issues
    return notOffered(`${issue?.path.join('.') || 'The body'}: ${issue?.message ?? 'is wrong'}`)
  }
}

function useSockets(platform: Platform, { action }: { action: 'refresh' | 'drop' }): ActResult {
  const { sockets } = platform.courier
  if (action === 'refresh') sockets.refresh()
  else sockets.drop()
  return untold
}

async function retry(platform: Platform, { event_id }: { event_id?: string }): Promise<ActResult> {
  const ack = await retryEvent(platform, event_id)
  return ack === undefined ? notOffered('There is no such event that was not acknowledged') : actResult(ack)
}

async function uninstall(platform: Platform, { team }: { team?: string }): Promise<ActResult> {
  const [first] = platform.world.installs.keys()
  const teamId = team ?? first ?? ''
  if (!platform.world.installs.has(teamId)) return notOffered(`The app is not installed in ${teamId}`)
  await removeApp(platform, teamId)
  return untold
}
