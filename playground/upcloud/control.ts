import { z } from 'zod'
import type { SimulatedClock } from '../clock.ts'
import { type ControlCommand, commonCommands, serveControl } from '../cloud/control.ts'
import { jobSeedSchema } from './job-seed.ts'
import type { UpcloudSimulator } from './simulator.ts'

/** The playground's remote control of UpCloud, below `/control/clouds/upcloud`. */
export function handleUpcloudControl(simulator: UpcloudSimulator, clock: SimulatedClock) {
  return serveControl('/control/clouds/upcloud', [
    ...jobCommands(simulator, clock),
    ...commonCommands(simulator, clock),
  ])
}

const newJobSchema = jobSeedSchema.extend({ serviceUuid: z.string().optional() })

function jobCommands(simulator: UpcloudSimulator, clock: SimulatedClock): readonly ControlCommand[] {
  return [
    { form: /^GET \/state$/, run: () => stateOf(simulator, clock) },
    { form: /^POST \/jobs$/, run: (_uuid, body) => addJob(simulator, body) },
    { form: /^POST \/jobs\/([\w-]+)\/fail$/, run: (uuid) => simulator.failJob(uuid) },
    { form: /^POST \/jobs\/([\w-]+)\/finish$/, run: (uuid) => simulator.finishJob(uuid) },
  ]
}

function stateOf(simulator: UpcloudSimulator, clock: SimulatedClock) {
  const services = simulator.services().map((service) => ({ ...service, jobs: simulator.jobs(service.uuid) }))
  return { now: clock.now(), speed: clock.speed(), services }
}

function addJob(simulator: UpcloudSimulator, body: unknown): { uuid: string } {
  const { serviceUuid, ...seed } = newJobSchema.parse(body)
  return { uuid: simulator.addJob(serviceUuid ?? simulator.services()[0]?.uuid ?? '', seed) }
}
