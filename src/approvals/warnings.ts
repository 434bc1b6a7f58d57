import { hashOf } from '../access/canonical.ts'
import type { PreflightCheck } from '../migrations/spec/spec.ts'
import type { MigrationRequest } from './request.ts'

/** The checks that warn of what a request would do. Whoever approves has to be shown them first. */
export function warningsOf({ checks }: Pick<MigrationRequest, 'checks'>): PreflightCheck[] {
  return checks.filter(({ outcome }) => outcome === 'warn')
}

/** Key of exactly these warnings, so that approving despite them approves despite no others. Undefined if there are none. */
export function warningKey(request: Pick<MigrationRequest, 'checks'>): string | undefined {
  const warnings = warningsOf(request)
  return warnings.length === 0 ? undefined : hashOf(warnings).slice(0, 8)
}
