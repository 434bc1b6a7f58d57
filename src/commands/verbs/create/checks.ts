import { isAppError, say } from '../../../errors/errors.ts'
import type { Checked } from '../../../migrations/spec/draft.ts'
import { type PreflightCheck, preflightNames, type Spec } from '../../../migrations/spec/spec.ts'
import type { SpecKeys } from '../../../providers/provider.ts'
import { problemInBrief } from '../../problem-words.ts'
import type { CreateContext } from './context.ts'
import { sameMigrationCheck } from './same-migration.ts'

/** Age in milliseconds after which checks are made again before approval is requested. */
export const freshMs = 10 * 60_000

/** The stored checks of a draft, if they were made in the account as it is now. */
export function checkedIn({
  draft: { checked },
  identity,
}: Pick<CreateContext, 'draft' | 'identity'>): Checked | undefined {
  return checked?.identity === identity ? checked : undefined
}

/** Checks everything that could go wrong. If the cloud cannot be asked, that is a finding of its own. */
export async function check(
  { spec, keys }: { spec: Spec; keys: SpecKeys },
  context: CreateContext,
): Promise<readonly PreflightCheck[]> {
  const { creator, draft } = context
  try {
    const checks = await creator.preflight({ spec, keys, token: draft.id }, {})
    // A key that was refused is not tried again: clouds lock it.
    const isRefused = checks.some(({ name, outcome }) => name === 'credentials' && outcome !== 'pass')
    return isRefused ? checks : sorted([...checks, await sameMigrationCheck(spec, context)])
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

export function isDoubtful(checks: readonly PreflightCheck[]): boolean {
  return checks.some(({ outcome }) => outcome === 'warn' || outcome === 'unknown')
}
