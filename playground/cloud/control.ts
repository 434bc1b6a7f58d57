import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { SimulatedClock } from '../clock.ts'
import type { Endpoint } from './endpoint.ts'
import { faultSchema } from './faults.ts'
import { readBytes, sendAnswer } from './http.ts'

/** One route: `form` matches `METHOD /path`, and `run` gets its first group, decoded. */
export type ControlCommand = { form: RegExp; run(id: string, body: unknown): unknown }

/** A remote control with JSON in both directions. Its routes are below the prefix, or below its mount point. */
export function serveControl(prefix: string, commands: readonly ControlCommand[]) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = '/'] = (request.url ?? '/').replace(prefix, '').split('?')
    const body = (await readBytes(request))?.toString('utf8')
    const answer = run(commands, `${request.method} ${path}`, body)
    sendAnswer(response, { status: answer.status, text: JSON.stringify(answer.body) })
  }
}

/** The routes that every simulated cloud has. */
export function commonCommands(
  cloud: Pick<Endpoint, 'faults' | 'gates' | 'calls'> & { reset(): void },
  clock: SimulatedClock,
): readonly ControlCommand[] {
  return [
    { form: /^POST \/clock$/, run: (_id, body) => setClock(clock, clockSchema.parse(body)) },
    { form: /^POST \/faults$/, run: (_id, body) => cloud.faults.add(faultSchema.parse(body)) },
    { form: /^DELETE \/faults$/, run: () => cloud.faults.clear() },
    { form: /^POST \/gate$/, run: (_id, body) => cloud.gates.open(gateSchema.parse(body).gate) },
    { form: /^GET \/calls$/, run: () => ({ calls: cloud.calls() }) },
    { form: /^POST \/reset$/, run: () => cloud.reset() },
  ]
}

const gateSchema = z.object({ gate: z.string() })

const clockSchema = z.object({
  speed: z.number().nonnegative().optional(),
  jumpMs: z.number().nonnegative().optional(),
  paused: z.boolean().optional(),
})

/** Sets the speed of the clock. A pause is speed 0; resuming without a speed means real time. */
function setClock(clock: SimulatedClock, { speed, jumpMs, paused }: z.infer<typeof clockSchema>) {
  if (jumpMs !== undefined) clock.jump(jumpMs)
  if (paused === true) clock.setSpeed(0)
  else if (speed !== undefined || paused === false) clock.setSpeed(speed ?? 1)
  return { now: clock.now(), speed: clock.speed() }
}

function run(
  commands: readonly ControlCommand[],
  line: string,
  body: string | undefined,
): { status: number; body: unknown } {
  const command = commands.find(({ form }) => form.test(line))
  if (!command) return { status: 404, body: { ok: false, error: `No such control: ${line}` } }
  try {
    const id = decodeURIComponent(command.form.exec(line)?.[1] ?? '')
    return { status: 200, body: { ok: true, ...Object(command.run(id, JSON.parse(body || '{}'))) } }
  } catch (error) {
    return { status: 400, body: { ok: false, error: error instanceof Error ? error.message : String(error) } }
  }
}
