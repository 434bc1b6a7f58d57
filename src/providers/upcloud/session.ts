import type { ProviderEnvironment } from '../provider.ts'
import type { Rows } from '../rows.ts'
import { label, type UpCloudCall } from './client.ts'

/** One opened account, and the service of it that was connected. */
export type Session = { account: string; serviceId: string; environment: ProviderEnvironment; call: UpCloudCall }

/** The rows of a list; about those that cannot be read there is a line in the log. */
export function readableRows<Row>({ account, environment }: Session, { rows, unreadable }: Rows<Row>): Row[] {
  for (const problem of unreadable) {
    environment.warn(`${label} listed something that cannot be read`, { account, problem })
  }
  return rows
}
