import { withBlockIds } from './block-ids.ts'
import { forgetEarlier, keepEarlier } from './earlier.ts'
import { initialValues, keptValues } from './form/values.ts'
import { blocksOf, type Json } from './json.ts'
import type { View } from './protocol.ts'
import { refuse } from './refusal.ts'
import { changed, nextId, nowSeconds, type OpenView, type Trigger, type World } from './world.ts'

export const modalStackLimit = 3

/** Opens a modal as the only one on the person's screen. */
export function openModal(world: World, trigger: Trigger, payload: Json): OpenView {
  const view = newView(world, trigger, payload)
  keepOpen(world, trigger.user_id, [view])
  changed(world)
  return view
}

/** Opens a modal above the topmost one. */
export function pushModal(world: World, trigger: Trigger, payload: Json): OpenView {
  const stack = modalsOf(world, trigger.user_id)
  const top = stack.at(-1)
  if (top === undefined) return refuse('not_found')
  if (stack.length >= modalStackLimit) return refuse('push_limit_reached')
  const view = newView(world, { ...trigger, channel_id: trigger.channel_id ?? top.channel_id }, payload)
  view.root_view_id = top.root_view_id
  view.previous_view_id = top.id
  world.modals.set(trigger.user_id, [...stack, view])
  changed(world)
  return view
}

/** Replaces the content of a view. Inputs with the same ids keep the person's answers. */
export function replaceView(world: World, view: OpenView, payload: Json): OpenView {
  keepEarlier(world, view)
  const filledIn = view.values
  view.payload = shownPayload(world, payload)
  view.hash = newHash(world)
  view.values = keptValues(initialValues(view.payload.blocks, view.channel_id), filledIn)
  changed(world)
  return view
}

export function publishHome(world: World, owner: Pick<Trigger, 'team_id' | 'user_id'>, payload: Json): OpenView {
  const key = homeKey(owner.team_id, owner.user_id)
  const existing = world.homes.get(key)
  if (existing !== undefined) return replaceView(world, existing, payload)
  const view = newView(world, { ...owner, channel_id: undefined }, payload)
  world.homes.set(key, view)
  changed(world)
  return view
}

/** Closes a modal and everything above it. */
export function closeModal(world: World, view: OpenView): void {
  const stack = modalsOf(world, view.user_id)
  if (!stack.includes(view)) return
  keepOpen(world, view.user_id, stack.slice(0, stack.indexOf(view)))
  changed(world)
}

export function clearModals(world: World, userId: string): void {
  keepOpen(world, userId, [])
  changed(world)
}

export function modalsOf(world: World, userId: string): OpenView[] {
  return world.modals.get(userId) ?? []
}

export function homeKey(teamId: string, userId: string): string {
  return `${teamId}/${userId}`
}

/** A view of one team by its id or by the app's external_id. */
export function findView(
  world: World,
  teamId: string,
  reference: { id?: string; externalId?: string },
): OpenView | undefined {
  const all = [...[...world.modals.values()].flat(), ...world.homes.values()]
  return all.find(
    (view) =>
      view.team_id === teamId &&
      (reference.id === undefined ? view.payload.external_id === reference.externalId : view.id === reference.id),
  )
}

/** The view as the web page sees it. */
export function shownView(view: OpenView): View {
  const shown: View = {
    id: view.id,
    type: view.payload.type,
    payload: view.payload,
    hash: view.hash,
    root_view_id: view.root_view_id,
  }
  if (view.previous_view_id !== undefined) shown.previous_view_id = view.previous_view_id
  return shown
}

/** Leaves only these modals on the person's screen. */
function keepOpen(world: World, userId: string, stack: OpenView[]): void {
  for (const view of modalsOf(world, userId)) if (!stack.includes(view)) forgetEarlier(world, view)
  world.modals.set(userId, stack)
}

function newView(world: World, owner: Pick<Trigger, 'team_id' | 'user_id' | 'channel_id'>, payload: Json): OpenView {
  const id = nextId(world, 'V')
  const shown = shownPayload(world, payload)
  return {
    id,
    team_id: owner.team_id,
    user_id: owner.user_id,
    channel_id: owner.channel_id,
    payload: shown,
    hash: newHash(world),
    root_view_id: id,
    values: initialValues(shown.blocks, owner.channel_id),
  }
}

function shownPayload(world: World, payload: Json): OpenView['payload'] {
  const type = payload.type === 'home' ? 'home' : 'modal'
  return { ...payload, type, blocks: withBlockIds(world, blocksOf(payload.blocks)) }
}

function newHash(world: World): string {
  return `${nowSeconds(world)}.${nextId(world, '').toLowerCase()}`
}
