import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Scene } from './scene.ts'
import { cloudAccount } from './scene.ts'
import type { Panel } from './slack/protocol.ts'

const prefix = '/control/clouds/scene'

/** The page's side panel: simulated time, and what can happen to a cloud. */
export function panelsOf({ clock, huawei }: Scene): Panel[] {
  const running = huawei.tasks(cloudAccount.projectId).filter(({ status }) => status === 2).length
  const speed = clock.speed()
  return [
    {
      title: 'Simulated time',
      status: speed === 0 ? 'standing still' : speed === 1 ? 'real time' : `${speed} times as fast`,
      buttons: [
        ...[1, 10, 100].map((times) => ({ label: `${times}×`, path: `${prefix}/speed/${times}` })),
        { label: '+10 min', path: `${prefix}/jump/600000` },
      ],
    },
    {
      title: 'Simulated Huawei Cloud',
      status: `${running} of ${huawei.tasks(cloudAccount.projectId).length} migrations running`,
      buttons: [
        { label: 'New migration', path: `${prefix}/new` },
        { label: 'Fail one', path: `${prefix}/fail` },
        { label: 'Cut it off', path: `${prefix}/down` },
        { label: 'Mend it', path: `${prefix}/up` },
      ],
    },
  ]
}

/** Carries out what the panel's buttons ask for; `afterwards` tells the page that something changed. */
export function servePanels(scene: Scene, afterwards: () => void) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const [, what = '', amount = ''] = (request.url ?? '').replace(prefix, '').split('/')
    const act = Object.hasOwn(acts, what) ? acts[what] : undefined
    const isTaken = request.method === 'POST' && act !== undefined
    if (isTaken) act(scene, Number(amount))
    response.writeHead(isTaken ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ok: isTaken }))
    afterwards()
  }
}

const acts: Readonly<Record<string, (scene: Scene, amount: number) => void>> = {
  speed: ({ clock }, times) => clock.setSpeed(Number.isFinite(times) ? times : 1),
  jump: ({ clock }, ms) => clock.jump(Number.isFinite(ms) ? ms : 0),
  new: ({ huawei }) =>
    void huawei.addTask(cloudAccount.projectId, { sourceBucket: 'new-data', destinationBucket: 'new-archive' }),
  fail: ({ huawei }) => {
    const victim = huawei.tasks(cloudAccount.projectId).findLast(({ status }) => status === 2)
    if (victim !== undefined) huawei.failTask(String(victim.id), 'TRF.0151')
  },
  down: ({ huawei }) => void huawei.faults.add({ kind: 'status', status: 503, times: 10_000 }),
  up: ({ huawei }) => huawei.faults.clear(),
}
