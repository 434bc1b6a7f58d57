import type { AuditEvent } from '../../access/audit.ts'
import { untraced } from '../../async/trace.ts'
import { defined } from '../../defined.ts'
import { isAppError } from '../../errors/errors.ts'
import type { CallOptions } from '../../providers/provider.ts'
import { isUncertain } from '../../requests/trail.ts'
import { type Asked, authorise, type Basis } from './authorise.ts'
import type { Tools } from './command.ts'

/** A change in a cloud, in Ferry's records, or in who may do what. */
export type Act<Done> = Admission & { run: Run<Done> }
/** Makes the change. Calls to a cloud take these options, so that the audit has the cloud's own request id. */
export type Run<Done> = (options: CallOptions) => Promise<Done>
export type Admission = Asked & {
  verb: string
  /** The thing that is changed, for the audit: never a secret. */
  subject?: string
  /** Details of the change, in Ferry's own words. */
  detail?: string
  /** A further condition. Throws AppError if it does not hold. */
  rule?(): Promise<void>
}
type Enacting = Pick<Tools, 'store' | 'standingOf' | 'clock' | 'trace'>

/**
 * The one way to change anything: whether the person may is asked at this moment, and the audit has it before it is
 * begun. What can't be written down is not done. An entry without an end says that nobody knows how it ended.
 */
export function enact<Done>(act: Act<Done>, tools: Enacting): Promise<Done> {
  const { trace = untraced } = tools
  const { verb, subject, account, origin } = act
  const facts = { 'ferry.act': verb, 'ferry.user': origin.user, ...aboutThing(subject, account) }
  return trace.within(`act ${verb}`, facts, () => carryOut(act, tools))
}

function aboutThing(subject: string | undefined, account: string | undefined) {
  return defined({ 'ferry.subject': subject?.slice(0, longest), 'ferry.account': account })
}

async function carryOut<Done>(act: Act<Done>, tools: Enacting): Promise<Done> {
  const basis = await admit(act, tools)
  const event = { ...eventOf(act, tools), ...basis }
  await note({ ...event, outcome: 'begun' }, tools)
  const accepted: Pick<AuditEvent, 'requestId'> = {}
  const onRequestId = (id: string) => {
    accepted.requestId = id.slice(0, longest)
  }
  let done: Done
  try {
    done = await act.run({ onRequestId })
  } catch (error) {
    // The person has to hear what became of the act, also while the store can't be told.
    await note({ ...event, at: tools.clock.now(), ...failureOf(error) }, tools).catch(() => undefined)
    throw error
  }
  await note({ ...event, at: tools.clock.now(), outcome: 'done', ...accepted }, tools)
  return done
}

/** Asks whether somebody may; that they were refused is written down too, and whatever strangers try. */
export async function admit(asked: Admission, tools: Enacting): Promise<Basis> {
  try {
    const basis = await authorise(asked, tools)
    await asked.rule?.()
    return basis
  } catch (error) {
    if (isAppError(error) && (asked.needs !== 'viewer' || error.code === 'stranger')) {
      await note({ ...eventOf(asked, tools), outcome: 'refused', code: error.code }, tools)
    }
    throw error
  }
}

function note(event: AuditEvent, { store }: Enacting): Promise<unknown> {
  return store.audit.append(event)
}

function eventOf({ origin, verb, subject, detail }: Admission, { clock }: Enacting) {
  const { user, door, channel } = origin
  return {
    at: clock.now(),
    user,
    door,
    verb,
    ...defined({ channel }),
    ...(subject === undefined ? {} : { subject: subject.slice(0, longest) }),
    ...(detail === undefined ? {} : { detail: detail.slice(0, longest) }),
  }
}

const longest = 300

/** How a failed change is written down. Only a refusal certainly changed nothing. */
function failureOf(error: unknown): Pick<AuditEvent, 'outcome' | 'code' | 'requestId'> {
  if (!isAppError(error)) return { outcome: 'unknown' }
  const { code, details } = error
  const isUnknown = isUncertain(error) || isAppError(error, 'slack_outcome_unknown', 'store_unavailable', 'unexpected')
  return {
    outcome: isUnknown ? 'unknown' : 'refused',
    code: details.code === undefined ? code : String(details.code).slice(0, longest),
    ...(details.requestId === undefined ? {} : { requestId: String(details.requestId).slice(0, longest) }),
  }
}
