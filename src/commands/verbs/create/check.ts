import { defined } from '../../../defined.ts'
import { isAppError, say } from '../../../errors/errors.ts'
import { identityOf } from '../../../fleet/judge/identity.ts'
import type { Draft } from '../../../migrations/spec/draft.ts'
import { type PreflightCheck, preflightNames } from '../../../migrations/spec/spec.ts'
import type { Tools } from '../../machine/command.ts'
import { problemInBrief } from '../../problem-words.ts'
import { sameMigrationCheck } from './same-migration.ts'
import { checkedIn, type Place, type Session, save } from './session.ts'
import { isRegionWanted, step } from './step.ts'

/** Has the cloud tell what the form still needs, and stores it: the region of the source, and what the checks find. */
export async function withFindings(session: Session, tools: Tools): Promise<Session> {
  const { place } = session
  const isWanted = isRegionWanted(session) && place !== undefined
  const located = isWanted ? step(session, await regionOf(place, tools)) : session
  const isOpen = isSummary(located) && checkedIn(located) === undefined
  const found = isOpen ? await withChecks(located, tools) : located
  if (found.draft !== session.draft) await save(found, tools)
  return found
}

function isSummary({ shown, place }: Session): boolean {
  return shown.type === 'page' && shown.step === 'summary' && place !== undefined
}

async function regionOf({ account, spec, keys }: Place, tools: Tools) {
  const type = 'region looked up'
  const { bucket = '', cloud, appId } = spec.source
  try {
    const query = { bucket, ...defined({ cloud, appId, secret: keys.source }) }
    const region = await tools.connect(account).browse?.bucketRegion?.(query, {})
    return { type, ...defined({ region: region?.id }) } as const
  } catch (error) {
    if (!isAppError(error)) throw error
    const problem = `Ferry could not detect the bucket’s region: ${problemInBrief(error)} Choose it below.`
    return { type, problem } as const
  }
}

/** Age in milliseconds after which checks are made again before approval is requested. */
const freshMs = 10 * 60_000

/** The session with checks that are new enough to request approval. Failed ones are made again. */
export async function withFreshChecks(session: Session, tools: Tools): Promise<Session> {
  const checked = checkedIn(session)
  const isFresh = checked !== undefined && session.now - checked.at < freshMs && !isBlocking(checked.checks)
  if (isFresh) return session
  const fresh = await withChecks(session, tools)
  await save(fresh, tools)
  return fresh
}

async function withChecks(session: Session, tools: Tools): Promise<Session> {
  const { draft, place } = session
  if (place === undefined) return session
  const checks = await check(draft, place, tools)
  const checked = { at: tools.clock.now(), checks, identity: identityOf(place.account, place.provider) }
  return step(session, { type: 'checked', checked })
}

/** Checks everything that could go wrong. If the cloud cannot be asked, that is a finding of its own. */
async function check(
  { id }: Draft,
  { account, provider, kind, spec, keys }: Place,
  tools: Tools,
): Promise<readonly PreflightCheck[]> {
  try {
    const connection = tools.connect(account)
    const creator = connection.operation('creation', kind)
    if (creator === undefined) return []
    const checks = await creator.preflight({ spec, keys, token: id }, {})
    // A key that was refused is not tried again: clouds lock it.
    const isRefused = checks.some(({ name, outcome }) => name === 'credentials' && outcome !== 'pass')
    if (isRefused) return checks
    return sorted([...checks, await sameMigrationCheck(spec, { account, provider, kind, connection, tools })])
  } catch (error) {
    if (!isAppError(error)) throw error
    const outcome = error.code === 'provider_denied' ? 'fail' : 'unknown'
    return [{ name: 'credentials', outcome, what: problemInBrief(error), next: say(error).next }]
  }
}

function sorted(checks: readonly PreflightCheck[]): PreflightCheck[] {
  return checks.toSorted((a, b) => preflightNames.indexOf(a.name) - preflightNames.indexOf(b.name))
}

export function isBlocking(checks: readonly PreflightCheck[]): boolean {
  return checks.some(({ outcome }) => outcome === 'fail')
}

/** The checks that need an agreement. */
export function doubtsIn(checks: readonly PreflightCheck[]): PreflightCheck[] {
  return checks.filter(({ outcome }) => outcome === 'warn' || outcome === 'unknown')
}
