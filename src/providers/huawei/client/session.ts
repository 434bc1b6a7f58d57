import type { Call } from '../../http/endpoint.ts'
import type { ProviderEnvironment } from '../../provider.ts'
import type { Rows } from '../../wire/rows.ts'
import type { Reading } from '../translate/parts.ts'
import { label } from './client.ts'
import type { HuaweiAccount } from './credentials.ts'

/** One opened account. */
export type Session = { account: string; environment: ProviderEnvironment; call: Call; access: HuaweiAccount }

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
