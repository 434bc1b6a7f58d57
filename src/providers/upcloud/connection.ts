import type { Opened } from '../define.ts'
import type { AccountAccess, ProviderEnvironment } from '../provider.ts'
import { createBrowser } from './browser.ts'
import { createUpCloudCall } from './client.ts'
import { accountOf } from './credentials.ts'
import { check, readListed, show } from './reading.ts'
import type { Session } from './session.ts'

/** Opens one service of an UpCloud account. */
export function openUpCloud(account: AccountAccess, environment: ProviderEnvironment): Opened<Session> {
  const access = accountOf(account.credentials)
  const call = createUpCloudCall(account.name, access, environment)
  const session: Session = { account: account.name, serviceId: access.serviceId, environment, call }
  return {
    session,
    connection: {
      check: (options) => check(session, options),
      readPage: (part, options) => readListed(session, part, options),
      show: (target, options) => show(session, target, options),
      browse: createBrowser(session),
    },
  }
}
