import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Scene } from './scene/scene.ts'
import type { Panel } from './slack/protocol.ts'
import { tries } from './tries.ts'

const prefix = '/control/clouds/scene'

/** The panels besides Slack itself: simulated time, what can happen to the clouds, and what to try. */
export function panelsOf({ clock, clouds }: Scene): Panel[] {
  const running = clouds.reduce((sum, cloud) => sum + cloud.running(), 0)
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
      title: 'Simulated clouds',
      status: `${clouds.length} clouds, ${running} migrations running`,
      buttons: [
        { label: 'New migration', path: `${prefix}/new` },
        { label: 'Fail one', path: `${prefix}/fail` },
        { label: 'Cut them off', path: `${prefix}/down` },
        { label: 'Mend them', path: `${prefix}/up` },
      ],
    },
    { title: 'Try', status: 'As in the README', buttons: [], texts: [...tries] },
  ]
}

/** Carries out the requests of the panel's buttons. `afterwards` tells the page that something changed. */
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

/** Acts of the panels' buttons. New and failing migrations belong to the first cloud, which can do most. */
const acts: Readonly<Record<string, (scene: Scene, amount: number) => void>> = {
  speed: ({ clock }, times) => clock.setSpeed(Number.isFinite(times) ? times : 1),
  jump: ({ clock }, ms) => clock.jump(Number.isFinite(ms) ? ms : 0),
  new: ({ clouds }) => clouds[0]?.addOne(),
  fail: ({ clouds }) => clouds[0]?.failOne(),
  down({ clouds }) {
    for (const { simulator } of clouds) simulator.faults.add({ kind: 'status', status: 503, times: 10_000 })
  },
  up({ clouds }) {
    for (const { simulator } of clouds) simulator.faults.clear()
  },
}
