import { createGates } from '../gates.ts'
import { settle } from './seeding.ts'
import type { WorldSeed } from './settings.ts'
import { changed, type World } from './world.ts'

export function createWorld(seed: WorldSeed, { clock, triggerLifeMs }: Pick<World, 'clock' | 'triggerLifeMs'>): World {
  const world: World = {
    seed,
    manifest: seed.manifest,
    clock,
    triggerLifeMs,
    origin: '',
    revision: 0,
    serial: 0,
    lastMicros: 0,
    gates: createGates(),
    commandReplies: 'added',
    historyLimit: undefined,
    userGroups: [],
    watchers: new Set(),
    ...emptyHouse(),
  }
  settle(world)
  return world
}

/** Restores the seed. Sockets, watchers and the address stay, and time and ids do not go back. */
export function resetWorld(world: World): void {
  world.gates.clear()
  Object.assign(world, emptyHouse())
  settle(world)
  changed(world)
}

function emptyHouse() {
  return {
    teams: new Map(),
    organisations: new Map(),
    installs: new Map(),
    deadTokens: new Map(),
    codes: new Map(),
    users: new Map(),
    channels: new Map(),
    messages: new Map(),
    reactions: new Map(),
    modals: new Map(),
    homes: new Map(),
    panes: new Map(),
    earlier: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    files: new Map(),
    suggestions: new Map(),
    sentEvents: [],
    calls: [],
    faults: [],
    historyReadAt: new Map(),
  }
}
