import type { Call } from '../http/endpoint.ts'
import type { AccountAccess, ProviderEnvironment } from '../provider.ts'
import type { Rows } from '../wire/rows.ts'
import { createUpCloudCall, label } from './client.ts'
import { accountOf } from './credentials.ts'

/** One opened account, and the service for which it was connected. */
export type Session = {
  account: string
  serviceId: string
  environment: ProviderEnvironment
  call: Call
  /** The last page of jobs that was read. The same ids at a later offset mean that UpCloud ignores offsets. */
  lastPage?: { offset: number; ids: string }
  /** Whether UpCloud has refused `limit` or `offset` for jobs. Then its list may be cut, and nobody can tell. */
  isPagingRefused?: boolean
}

/** Opens one service of an UpCloud account. */
export function openUpCloud({ name, credentials }: AccountAccess, environment: ProviderEnvironment): Session {
  const access = accountOf(credentials)
  const call = createUpCloudCall(name, access, environment)
  return { account: name, serviceId: access.serviceId, environment, call }
}

/** The readable rows of a list. Logs a line for each of the others. */
export function readableRows<Row>({ account, environment }: Session, { rows, unreadable }: Rows<Row>): Row[] {
  for (const problem of unreadable) {
    environment.warn(`${label} listed something that cannot be read`, { account, problem })
  }
  return rows
}
