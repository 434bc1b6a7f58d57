import { z } from 'zod'
import type { SimulatedClock } from '../clock.ts'
import { type ControlCommand, commonCommands, serveControl } from '../cloud/control.ts'
import { groupSeedSchema } from './groups/seed.ts'
import type { HuaweiSimulator } from './simulator.ts'
import { syncSeedSchema } from './syncs/seed.ts'
import { taskSeedSchema } from './task-seed.ts'

/** The playground's remote control of Huawei, below `/control/clouds/huawei`. */
export function handleHuaweiControl(simulator: HuaweiSimulator, clock: SimulatedClock) {
  return serveControl('/control/clouds/huawei', [
    { form: /^GET \/state$/, run: () => stateOf(simulator, clock) },
    ...taskCommands(simulator),
    ...groupCommands(simulator),
    ...syncCommands(simulator),
    ...commonCommands(simulator, clock),
  ])
}

const failureSchema = z.object({ code: z.string().default('TRF.0002') })

function taskCommands(simulator: HuaweiSimulator): readonly ControlCommand[] {
  return [
    adding('tasks', { schema: taskSeedSchema, simulator, add: simulator.addTask }),
    {
      form: /^POST \/tasks\/(\d+)\/fail$/,
      run: (id, body) => simulator.failTask(id, failureSchema.parse(body).code),
    },
    { form: /^POST \/tasks\/(\d+)\/finish$/, run: (id) => simulator.finishTask(id) },
    { form: /^POST \/tasks\/(\d+)\/pause$/, run: (id) => simulator.pauseTask(id) },
    { form: /^POST \/tasks\/(\d+)\/resume$/, run: (id) => simulator.resumeTask(id) },
    { form: /^POST \/tasks\/(\d+)\/stall$/, run: (id) => simulator.stallTask(id) },
    { form: /^POST \/tasks\/(\d+)\/move$/, run: (id) => simulator.moveTask(id) },
  ]
}

function groupCommands(simulator: HuaweiSimulator): readonly ControlCommand[] {
  return [
    adding('groups', { schema: groupSeedSchema, simulator, add: simulator.addGroup }),
    {
      form: /^POST \/groups\/([\w-]+)\/fail$/,
      run: (id, body) => simulator.failGroup(id, failureSchema.parse(body).code),
    },
    { form: /^POST \/groups\/([\w-]+)\/finish$/, run: (id) => simulator.finishGroup(id) },
  ]
}

function syncCommands(simulator: HuaweiSimulator): readonly ControlCommand[] {
  return [
    adding('syncs', { schema: syncSeedSchema, simulator, add: simulator.addSync }),
    { form: /^POST \/syncs\/([\w-]+)\/fail$/, run: (id) => simulator.failSync(id) },
  ]
}

type Adding<Seed> = {
  schema: z.ZodType<Seed>
  simulator: HuaweiSimulator
  add(projectId: string, seed: Seed): string
}

const projectSchema = z.object({ projectId: z.string().optional() })

/** A command that adds something to the named project, or to the first one. */
function adding<Seed>(name: string, { schema, simulator, add }: Adding<Seed>): ControlCommand {
  return {
    form: new RegExp(`^POST /${name}$`),
    run(_id, body) {
      const { projectId = simulator.accounts()[0]?.projectId ?? '' } = projectSchema.parse(body)
      return { id: add(projectId, schema.parse(body)) }
    },
  }
}

function stateOf(simulator: HuaweiSimulator, clock: SimulatedClock) {
  const accounts = simulator.accounts().map((account) => ({
    ...account,
    tasks: simulator.tasks(account.projectId),
    groups: simulator.groups(account.projectId),
    syncs: simulator.syncs(account.projectId),
  }))
  return { now: clock.now(), speed: clock.speed(), accounts }
}
