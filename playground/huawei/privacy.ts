import type { Answer } from '../cloud/http.ts'
import type { ProjectCall } from './gateway.ts'

/** Records the consent to the privacy agreement. Until then, tasks and groups are refused. Newer than the reference. */
export function updatePrivacyAgreementRecord({ project }: ProjectCall): Answer {
  project.privacyAccepted = true
  return { status: 200 }
}
