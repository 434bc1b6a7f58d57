import type { Opened } from '../define.ts'
import type { AccountAccess, ProviderEnvironment } from '../provider.ts'
import { createNaverCall } from './client.ts'
import { accountOf } from './credentials.ts'
import { check, readListed, show } from './reading.ts'
import { pageSize, type Session } from './session.ts'

/** Opens one NAVER account. */
export function openNaver(account: AccountAccess, environment: ProviderEnvironment): Opened<Session> {
  const call = createNaverCall(account.name, accountOf(account.credentials), environment)
  const listing = { countsAll: false, rowsAtOnce: pageSize }
  const session: Session = { account: account.name, environment, call, listing }
  return {
    session,
    connection: {
      check: (options) => check(session, options),
      readPage: (part, options) => readListed(session, part, options),
      show: (target, options) => show(session, target, options),
    },
  }
}
