import { servePage } from './page-files.ts'
import { panelsOf, servePanels } from './panels.ts'
import { createScene } from './scene/scene.ts'
import { resetWorld } from './slack/create-world.ts'
import { createLocalSlack, type LocalSlack } from './slack/server.ts'
import { changed } from './slack/world.ts'

export type Workspace = { slack: LocalSlack; clouds: readonly ConnectableCloud[]; stop(): Promise<void> }
/** A running cloud and how to connect it. */
export type ConnectableCloud = { name: string; url: string; form: Record<string, string> }

/** Ids of Ferry's first admins. */
export const admins: readonly string[] = ['U0ENGINEER', 'U0LEAD']

const people = {
  teams: [{ id: 'T0PLAY', name: 'Playground' }],
  users: [
    { id: 'U0ENGINEER', name: 'engineer', realName: 'Engineer', title: 'Admin of Ferry' },
    { id: 'U0LEAD', name: 'lead', realName: 'Team lead', title: 'Admin of Ferry, in @leads', isAdmin: true },
    { id: 'U0ONCALL', name: 'oncall', realName: 'On call', title: 'Approver, in @leads' },
    { id: 'U0NEW', name: 'newcomer', realName: 'Newcomer', title: 'No role: may look' },
  ],
  userGroups: [{ id: 'S0LEADS', handle: 'leads', name: 'Storage leads', users: ['U0LEAD', 'U0ONCALL'] }],
  channels: [
    { id: 'C0MOVES', name: 'data-moves' },
    { id: 'C0GENERAL', name: 'general', hasApp: false },
    { id: 'C0STORAGE', name: 'storage-leads', isPrivate: true, members: ['U0LEAD', 'U0ONCALL'] },
  ],
}

/** The local Slack with its page, the simulated clouds behind it, and all controls under `/control`. */
export async function createWorkspace({ port }: { port: number }): Promise<Workspace> {
  const scene = createScene()
  const servers = await Promise.all(scene.clouds.map(({ simulator }) => simulator.listen()))
  const slack = await createLocalSlack({ ...people, port, panels: () => panelsOf(scene) })
  const page = servePage()
  slack.mount('/', (request, response) => {
    if (!page(request, response)) response.writeHead(404).end()
  })
  for (const [name, control] of Object.entries(scene.controls)) slack.mount(`/control/clouds/${name}`, control)
  slack.mount(
    '/control/clouds/scene',
    servePanels(scene, () => changed(slack.world)),
  )
  slack.mount('/control/reset', (_request, response) => {
    scene.reset()
    resetWorld(slack.world)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
  })
  return {
    slack,
    clouds: scene.clouds.map(({ name, form }, index) => {
      const url = servers[index]?.url ?? ''
      return { name, url, form: form(url) }
    }),
    async stop() {
      await slack.stop()
      await Promise.all(servers.map((server) => server.stop()))
    },
  }
}
