import { handleHuaweiControl } from './huawei/control.ts'
import { servePage } from './page-files.ts'
import { panelsOf, servePanels } from './panels.ts'
import { createScene } from './scene.ts'
import { resetWorld } from './slack/create-world.ts'
import { createLocalSlack, type LocalSlack } from './slack/server.ts'
import { changed } from './slack/world.ts'

export type Workspace = { slack: LocalSlack; cloudUrl: string; stop(): Promise<void> }

const people = {
  teams: [{ id: 'T0PLAY', name: 'Playground' }],
  users: [
    { id: 'U0ENGINEER', name: 'engineer', realName: 'Engineer' },
    { id: 'U0LEAD', name: 'lead', realName: 'Team lead', isAdmin: true },
    { id: 'U0ONCALL', name: 'oncall', realName: 'On call' },
  ],
  channels: [
    { id: 'C0MOVES', name: 'data-moves' },
    { id: 'C0GENERAL', name: 'general', hasApp: false },
    { id: 'C0STORAGE', name: 'storage-leads', isPrivate: true, members: ['U0LEAD', 'U0ONCALL'] },
  ],
}

/** The local Slack with its page, the simulated cloud behind it, and the controls of both under `/control`. */
export async function createWorkspace({ port }: { port: number }): Promise<Workspace> {
  const scene = createScene()
  const cloud = await scene.huawei.listen()
  const slack = await createLocalSlack({ ...people, port, panels: () => panelsOf(scene) })
  const page = servePage()
  slack.mount('/', (request, response) => {
    if (!page(request, response)) response.writeHead(404).end()
  })
  slack.mount('/control/clouds/huawei', handleHuaweiControl(scene.huawei, scene.clock))
  slack.mount(
    '/control/clouds/scene',
    servePanels(scene, () => changed(slack.world)),
  )
  slack.mount('/control/reset', (_request, response) => {
    scene.clock.setSpeed(1)
    scene.reset()
    resetWorld(slack.world)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
  })
  return {
    slack,
    cloudUrl: cloud.url,
    async stop() {
      await slack.stop()
      await cloud.stop()
    },
  }
}
