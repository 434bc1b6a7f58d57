import type { Call } from '../../http/endpoint.ts'
import type { AccountAccess, ProviderEnvironment } from '../../provider.ts'
import type { Rows } from '../../wire/rows.ts'
import type { Reading } from '../translate/parts.ts'
import { createOmsCall, label } from './client.ts'
import { accountOf, type HuaweiAccount } from './credentials.ts'

/** One opened account. */
export type Session = { account: string; environment: ProviderEnvironment; call: Call; access: HuaweiAccount }

/** Opens one Huawei account. */
export function openHuawei({ name, credentials }: AccountAccess, environment: ProviderEnvironment): Session {
  const access = accountOf(credentials)
  return { account: name, environment, call: createOmsCall(name, access, environment), access }
}

export function readingNow({ account, environment }: Session): Reading {
  return { account, readAt: environment.clock.now() }
}

/** The readable rows of a list. Logs a line for each of the others. */
export function readableRows<Row>({ account, environment }: Session, { rows, unreadable }: Rows<Row>): Row[] {
  for (const problem of unreadable) {
    environment.warn(`${label} listed something that cannot be read`, { account, problem })
  }
  return rows
}
