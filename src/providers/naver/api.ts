import { endpoint, endpointOfOne } from '../http/endpoint.ts'
import { changedPolicy, newPolicy, policyFilter, titleInPath } from './creation/requests.ts'
import { wireOutcome, wirePage, wirePolicy } from './wire.ts'

/** An action on a policy. NAVER answers it with the policy after it, or with nothing. */
const action = { id: titleInPath, answer: wireOutcome }

/** Every operation of Object Migration v1, by its name in NAVER's documents (objectmigrationoverview). */
export const objectMigration = {
  GetMigrationJobList: endpoint({ method: 'GET', path: '/policies', query: policyFilter, answer: wirePage }),
  GetMigrationJob: endpointOfOne({ method: 'GET', path: '/policy/{id}', id: titleInPath, answer: wirePolicy }),
  /** Creates a policy, which waits until it is started. */
  CreateMigrationJob: endpoint({ method: 'POST', path: '/policy', body: newPolicy.schema, answer: wireOutcome }),
  /** Starts or resumes a policy. NAVER keeps the keys. */
  StartMigrationJob: endpointOfOne({ ...action, method: 'POST', path: '/policy/{id}/start' }),
  PauseMigrationJob: endpointOfOne({ ...action, method: 'POST', path: '/policy/{id}/pause' }),
  /**
   * Replaces everything in a policy. So everything is needed again, keys included. Another title renames the policy.
   */
  UpdateMigrationJob: endpointOfOne({ ...action, method: 'PUT', path: '/policy/{id}', body: changedPolicy.schema }),
  DeleteMigrationJob: endpointOfOne({ ...action, method: 'DELETE', path: '/policy/{id}' }),
}
