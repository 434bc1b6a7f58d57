import { setTimeout as wait } from 'node:timers/promises'
import { recordCall } from './call-log.ts'
import { type Exchange, htmlReply, jsonReply, type Reply, send, textReply } from './http/exchange.ts'
import { blocksOf, isRecord, type Json, parseJson, textOf } from './json.ts'
import type { Platform } from './platform.ts'
import type { Call, FaultRequest } from './protocol.ts'
import { rateLimited } from './rate-limits.ts'
import { refusedResponse } from './response-url.ts'
import type { World } from './world.ts'

export type Served = {
  /** A Web API method, `response_url` or `upload_url`. */
  method: string
  args: Json
  channel: string | undefined
  /** Carries out the call and returns its response. */
  produce(): Promise<Reply>
}

/** Serves a call, or breaks it if control asked for that, and logs it. */
export async function serveUnderFault(platform: Platform, exchange: Exchange, served: Served): Promise<void> {
  const { world } = platform
  const { method, args, produce } = served
  const fault = takeFault(world, served)
  const at = world.clock.now()
  const note = (outcome: Outcome) => recordCall(world, { at, method, args, ...outcome })
  switch (fault?.kind) {
    case 'hang':
      return note({ ok: false, status: 0, error: 'hang' })
    case 'cut_before':
      note({ ok: false, status: 0, error: 'cut_before' })
      exchange.request.socket.destroy()
      return
    case 'cut_after':
      note({ ...outcomeOf(await produce()), error: 'cut_after' })
      exchange.request.socket.destroy()
      return
    case 'late_effect':
      note({ ok: false, status: fault.status, error: fault.kind })
      send(exchange, textReply(`Status ${fault.status} on request`, fault.status))
      await passes(fault.ms, platform)
      await produce()
      return
    case 'slow':
      await passes(fault.ms, platform)
      break
    case 'held':
      await world.gates.pass(fault.gate, platform.signal)
  }
  const instead = fault === undefined ? undefined : insteadOf(fault, { world, method })
  const reply = instead === undefined || takesEffect(fault) ? await produce() : instead
  if (fault?.kind === 'late') await passes(fault.ms, platform)
  note(instead === undefined ? outcomeOf(reply) : { ok: false, status: instead.status, error: nameOf(fault) })
  send(exchange, instead ?? reply)
}

async function passes(ms: number, { signal }: Platform): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => {})
}

/** Whether a call is carried out although Slack answers with an error. */
function takesEffect(fault: FaultRequest['fault'] | undefined): boolean {
  return fault?.kind === 'error' && fault.takes_effect === true
}

type Outcome = Pick<Call, 'ok' | 'status' | 'error'>

/** The first fault that fits the call. The call uses it up. */
function takeFault(world: World, served: Served): FaultRequest['fault'] | undefined {
  const armed = world.faults.find(
    (fault) =>
      (fault.method === '*' || fault.method === served.method) &&
      (fault.channel === undefined || fault.channel === served.channel) &&
      concerns(fault.fault, served),
  )
  if (armed === undefined) return undefined
  armed.times -= 1
  world.faults = world.faults.filter((fault) => fault.times > 0)
  return armed.fault
}

/** Whether a fault fits the call. A workspace that lacks a block type refuses only calls that contain it. */
function concerns(fault: FaultRequest['fault'], { args }: Served): boolean {
  return fault.kind !== 'no_such_block' || blocksOf(args.blocks).some(({ type }) => type === fault.type)
}

/** The response instead of the call's own. Undefined if the call still runs. */
function insteadOf(fault: FaultRequest['fault'], called: Called): Reply | undefined {
  switch (fault.kind) {
    case 'rate_limited':
      return rateLimited(fault.retry_after)
    case 'status':
      return textReply(`Status ${fault.status} on request`, fault.status)
    case 'error':
      return refusal(fault.error, called, { status: fault.status })
    case 'no_such_block':
      return refusal('invalid_blocks', called, { details: { errors: [`unsupported type: ${fault.type}`] } })
    case 'garbage':
      return htmlReply('<html><body>Something that is not JSON</body></html>')
    default:
      return undefined
  }
}

type Called = { world: World; method: string }

type Manner = { details?: Json; status?: number | undefined }

function refusal(error: string, { world, method }: Called, { details = {}, status = 200 }: Manner = {}): Reply {
  return method === 'response_url' ? refusedResponse(world, error) : jsonReply({ ok: false, error, ...details }, status)
}

function nameOf(fault: FaultRequest['fault'] | undefined): string {
  return fault?.kind === 'error' ? fault.error : (fault?.kind ?? '')
}

function outcomeOf(reply: Reply): Outcome {
  const answer = parseJson(String(reply.body))
  const refusal = isRecord(answer) && answer.ok === false ? textOf(answer.error) : undefined
  const error = reply.status < 400 ? refusal : (refusal ?? String(reply.body))
  return error === undefined ? { ok: true, status: reply.status } : { ok: false, status: reply.status, error }
}
