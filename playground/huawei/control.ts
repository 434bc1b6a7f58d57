import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { SimulatedClock } from '../clock.ts'
import { faultSchema } from './faults.ts'
import { readBytes, sendAnswer } from './http.ts'
import type { HuaweiSimulator } from './simulator.ts'
import { taskSeedSchema } from './task-seed.ts'

const PREFIX = '/control/clouds/huawei'

/** The playground's remote control, JSON in and out: routes below `/control/clouds/huawei`, or below its mount point. */
export function handleHuaweiControl(simulator: HuaweiSimulator, clock: SimulatedClock) {
  const commands = createCommands(simulator, clock)
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = '/'] = (request.url ?? '/').replace(PREFIX, '').split('?')
    const body = (await readBytes(request))?.toString('utf8')
    const answer = run(commands, `${request.method} ${path}`, body)
    sendAnswer(response, { status: answer.status, text: JSON.stringify(answer.body) })
  }
}

type Command = { form: RegExp; run: (id: string, body: unknown) => unknown }

const clockSchema = z.object({
  speed: z.number().nonnegative().optional(),
  jumpMs: z.number().nonnegative().optional(),
  paused: z.boolean().optional(),
})
const newTaskSchema = taskSeedSchema.extend({ projectId: z.string().optional() })
const failureSchema = z.object({ code: z.string().default('TRF.0002') })

function createCommands(simulator: HuaweiSimulator, clock: SimulatedClock): readonly Command[] {
  return [
    { form: /^GET \/state$/, run: () => stateOf(simulator, clock) },
    { form: /^POST \/clock$/, run: (_id, body) => setClock(clock, clockSchema.parse(body)) },
    { form: /^POST \/tasks$/, run: (_id, body) => addTask(simulator, body) },
    {
      form: /^POST \/tasks\/(\d+)\/fail$/,
      run: (id, body) => simulator.failTask(id, failureSchema.parse(body).code),
    },
    { form: /^POST \/tasks\/(\d+)\/finish$/, run: (id) => simulator.finishTask(id) },
    { form: /^POST \/faults$/, run: (_id, body) => simulator.faults.add(faultSchema.parse(body)) },
    { form: /^DELETE \/faults$/, run: () => simulator.faults.clear() },
    { form: /^GET \/calls$/, run: () => ({ calls: simulator.calls() }) },
    { form: /^POST \/reset$/, run: () => simulator.reset() },
  ]
}

function run(commands: readonly Command[], line: string, body: string | undefined): { status: number; body: unknown } {
  const command = commands.find(({ form }) => form.test(line))
  if (!command) return { status: 404, body: { ok: false, error: `No such control: ${line}` } }
  try {
    const id = command.form.exec(line)?.[1] ?? ''
    return { status: 200, body: { ok: true, ...Object(command.run(id, JSON.parse(body || '{}'))) } }
  } catch (error) {
    return { status: 400, body: { ok: false, error: error instanceof Error ? error.message : String(error) } }
  }
}

function stateOf(simulator: HuaweiSimulator, clock: SimulatedClock) {
  const accounts = simulator.accounts().map((account) => ({ ...account, tasks: simulator.tasks(account.projectId) }))
  return { now: clock.now(), speed: clock.speed(), accounts }
}

/** Pausing is speed 0; without a speed, going on is real time. */
function setClock(clock: SimulatedClock, { speed, jumpMs, paused }: z.infer<typeof clockSchema>) {
  if (jumpMs !== undefined) clock.jump(jumpMs)
  if (paused === true) clock.setSpeed(0)
  else if (speed !== undefined || paused === false) clock.setSpeed(speed ?? 1)
  return { now: clock.now(), speed: clock.speed() }
}

function addTask(simulator: HuaweiSimulator, body: unknown): { id: string } {
  const { projectId, ...seed } = newTaskSchema.parse(body)
  return { id: simulator.addTask(projectId ?? simulator.accounts()[0]?.projectId ?? '', seed) }
}
