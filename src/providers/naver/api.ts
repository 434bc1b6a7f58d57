import { checked } from '../order.ts'
import type { CallOptions } from '../provider.ts'
import type { NaverCall } from './client.ts'
import { newPolicy, type PolicyFilter, type PolicyOrder, policyFilter, policyTitle } from './requests.ts'
import { type WirePage, type WirePolicy, wireOutcome, wirePage, wirePolicy } from './wire.ts'

/*
 * One function per operation of Object Migration v1 (api.ncloud-docs.com, objectmigrationoverview). Each checks its
 * order first and throws AppError form_invalid. Actions resolve to the policy after them if NAVER sends it.
 */

export type Options = CallOptions & { ref?: string }

/** Lists policies (GetMigrationJobList). */
export async function listPolicies(call: NaverCall, filter: PolicyFilter, options: Options = {}): Promise<WirePage> {
  return call({ method: 'GET', path: '/policies', query: checked(policyFilter, filter), schema: wirePage, ...options })
}

/** Shows a policy (GetMigrationJob). */
export async function showPolicy(call: NaverCall, title: string, options: Options = {}): Promise<WirePolicy> {
  return call({ method: 'GET', path: pathOf(title), schema: wirePolicy, ...options })
}

/** Creates a policy, which waits until it is started (CreateMigrationJob). */
export async function createPolicy(
  call: NaverCall,
  order: PolicyOrder,
  options: Options = {},
): Promise<WirePolicy | undefined> {
  return call({ method: 'POST', path: '/policy', ...bodyOf(order), schema: wireOutcome, ...options })
}

/** Starts or resumes a policy (StartMigrationJob). NAVER keeps the keys. */
export async function startPolicy(
  call: NaverCall,
  title: string,
  options: Options = {},
): Promise<WirePolicy | undefined> {
  return call({ method: 'POST', path: `${pathOf(title)}/start`, schema: wireOutcome, ...options })
}

/** Pauses a policy (PauseMigrationJob). */
export async function pausePolicy(
  call: NaverCall,
  title: string,
  options: Options = {},
): Promise<WirePolicy | undefined> {
  return call({ method: 'POST', path: `${pathOf(title)}/pause`, schema: wireOutcome, ...options })
}

/**
 * Replaces everything in a policy (UpdateMigrationJob). So everything is needed again, keys included. Another title
 * renames the policy.
 */
export async function updatePolicy(
  call: NaverCall,
  { current, ...order }: PolicyOrder & { current: string },
  options: Options = {},
): Promise<WirePolicy | undefined> {
  return call({ method: 'PUT', path: pathOf(current), ...bodyOf(order), schema: wireOutcome, ...options })
}

/** Deletes a policy (DeleteMigrationJob). */
export async function deletePolicy(
  call: NaverCall,
  title: string,
  options: Options = {},
): Promise<WirePolicy | undefined> {
  return call({ method: 'DELETE', path: pathOf(title), schema: wireOutcome, ...options })
}

function pathOf(title: string): string {
  return `/policy/${encodeURIComponent(checked(policyTitle, title))}`
}

function bodyOf(order: PolicyOrder) {
  const body = checked(newPolicy.schema, order)
  return { body, secrets: [body.source.accessKey, body.source.secretKey] }
}
