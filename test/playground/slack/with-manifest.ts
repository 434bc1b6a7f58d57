import type { Manifest } from '../../../playground/slack/manifest.ts'
import { manifestFile } from '../../../playground/slack/manifest.ts'
import type { LocalSlack } from '../../../playground/slack/server.ts'
import { callApi, plain, startSlack } from './stand.ts'

export const user = 'U0ENGINEER'
export const places = { public: 'C0MIGRATIONS', private: 'C0PRIVATE', direct: 'D0LOCAL0ENGINEER' }
const channels = [
  { id: places.public, name: 'migrations' },
  { id: places.private, name: 'private', isPrivate: true },
]

/** Starts a Slack for Ferry alone, with a channel of each kind. */
export function start(manifest: Manifest): Promise<LocalSlack> {
  return startSlack({ manifest, channels, userGroups: [{ id: 'S0', handle: 'leads', name: 'Leads', users: [user] }] })
}

/** The manifest of the repository with one change. */
export function edited(change: (manifest: Manifest) => void, manifest = manifestFile()): Manifest {
  const copy = structuredClone(manifest)
  change(copy)
  return copy
}

/** Posts a message with a button and an external select. Returns its ts. */
export async function postSelect(slack: LocalSlack): Promise<unknown> {
  const elements = [
    { type: 'button', action_id: 'press', text: plain('Press') },
    { type: 'external_select', action_id: 'pick' },
  ]
  const blocks = [{ type: 'actions', elements }]
  return (await callApi(slack, 'chat.postMessage', { channel: places.public, text: 'x', blocks })).ts
}
