import { z } from 'zod'
import type { SimulatedClock } from '../clock.ts'
import { type ControlCommand, commonCommands, serveControl } from '../cloud/control.ts'
import { jobSeedSchema } from './job-seed.ts'
import type { NaverSimulator } from './simulator.ts'

/** The playground's remote control of NAVER, below `/control/clouds/naver`. */
export function handleNaverControl(simulator: NaverSimulator, clock: SimulatedClock) {
  return serveControl('/control/clouds/naver', [...jobCommands(simulator, clock), ...commonCommands(simulator, clock)])
}

const keySchema = z.object({
  account: z.string().optional(),
  accessKey: z.string().min(1),
  secretKey: z.string().min(1),
})
const renameSchema = z.object({ title: z.string().min(1) })
const newJobSchema = jobSeedSchema.extend({ account: z.string().optional() })

function jobCommands(simulator: NaverSimulator, clock: SimulatedClock): readonly ControlCommand[] {
  return [
    { form: /^GET \/state$/, run: () => stateOf(simulator, clock) },
    { form: /^POST \/jobs$/, run: (_title, body) => addJob(simulator, body) },
    { form: /^POST \/jobs\/([^/]+)\/fail$/, run: (title) => simulator.failJob(title) },
    { form: /^POST \/jobs\/([^/]+)\/finish$/, run: (title) => simulator.finishJob(title) },
    { form: /^POST \/buckets\/([^/]+)\/lock$/, run: (name) => simulator.lockBucket(name) },
    { form: /^POST \/buckets\/([^/]+)\/unlock$/, run: (name) => simulator.unlockBucket(name) },
    {
      form: /^POST \/jobs\/([^/]+)\/rename$/,
      run: (title, body) => simulator.renameJob(title, renameSchema.parse(body).title),
    },
    { form: /^POST \/jobs\/([^/]+)\/hide$/, run: (title) => simulator.hideJob(title) },
    { form: /^POST \/jobs\/([^/]+)\/show$/, run: (title) => simulator.showJob(title) },
    { form: /^POST \/keys$/, run: (_key, body) => addKey(simulator, body) },
    { form: /^DELETE \/keys\/([^/]+)$/, run: (accessKey) => simulator.deleteKey(accessKey) },
  ]
}

function stateOf(simulator: NaverSimulator, clock: SimulatedClock) {
  const accounts = simulator.accounts().map((name) => ({ name, jobs: simulator.jobs(name) }))
  return { now: clock.now(), speed: clock.speed(), accounts }
}

function addJob(simulator: NaverSimulator, body: unknown): { title: string } {
  const { account, ...seed } = newJobSchema.parse(body)
  return { title: simulator.addJob(account ?? simulator.accounts()[0] ?? '', seed) }
}

function addKey(simulator: NaverSimulator, body: unknown): void {
  const { account, ...key } = keySchema.parse(body)
  simulator.addKey(account ?? simulator.accounts()[0] ?? '', key)
}
