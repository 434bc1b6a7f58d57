import { isAppError } from '../../../errors/errors.ts'
import { rememberKey } from '../../key-uses.ts'
import type { Tools } from '../../machine/command.ts'
import { requestOnce } from '../../requesting.ts'
import { doubtsIn, isBlocking, withFreshChecks } from './check.ts'
import { checkedIn, type Place, type Session, save } from './session.ts'

/** Turns a sent summary into a request, or changes its request. Nobody else sends this form meanwhile. */
export async function send(session: Session, isAgreed: boolean, tools: Tools): Promise<Session> {
  const { place, draft, origin } = session
  if (place === undefined) return atSummary(session)
  const checked = await withFreshChecks(session, tools)
  const { checks = [], identity = '' } = checkedIn(checked) ?? {}
  if (isBlocking(checks)) return atSummary(checked)
  const seen = checkedIn(session)?.checks ?? []
  const isNew = doubtsIn(checks).some(({ name }) => !seen.some((one) => one.name === name && one.outcome !== 'pass'))
  if (doubtsIn(checks).length > 0 && (isNew || !isAgreed)) return atSummary(checked, tickProblem)
  try {
    const sent = await requestOnce({ spec: place.spec, identity, checks, origin }, draft, tools)
    await save({ ...checked, draft: { ...checked.draft, request: sent.request } }, tools)
    await rememberKeys(place, tools)
    return { ...checked, shown: { type: 'sent', ...sent } }
  } catch (error) {
    if (!isAppError(error, 'request_busy')) throw error
    return atSummary(checked, busyProblem)
  }
}

const tickProblem = 'There are warnings. Read them, then tick the box if you want to continue.'
const busyProblem = 'Somebody is deciding on it right now. Nothing was changed. Submit it again.'

function atSummary(session: Session, ...problems: readonly string[]): Session {
  return { ...session, shown: { type: 'page', step: 'summary', problems } }
}

/** Remembers which keys opened the buckets, so that they are offered first next time. */
async function rememberKeys({ spec: { source, target } }: Place, tools: Tools): Promise<void> {
  if (source.bucket !== undefined && source.key !== undefined) {
    await rememberKey({ bucket: source.bucket, side: 'sourceKey', key: source.key }, tools)
  }
  if (target.key !== undefined) {
    await rememberKey({ bucket: target.bucket, side: 'targetKey', key: target.key }, tools)
  }
}
