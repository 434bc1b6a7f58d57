import type { Opened } from '../../define.ts'
import type { AccountAccess, ProviderEnvironment } from '../../provider.ts'
import { createBrowser } from '../browser.ts'
import { readPage } from '../listing.ts'
import { oms } from '../oms.ts'
import { readers } from '../reading/index.ts'
import { readOne } from '../targets.ts'
import { createOmsCall } from './client.ts'
import { accountOf } from './credentials.ts'
import type { Session } from './session.ts'

/** Opens one Huawei account. */
export function openHuawei(account: AccountAccess, environment: ProviderEnvironment): Opened<Session> {
  const access = accountOf(account.credentials)
  const call = createOmsCall(account.name, access, environment)
  const session: Session = { account: account.name, environment, call, access }
  return {
    session,
    connection: {
      check: async (options) => {
        await call(oms.ListTasks, { limit: 1 }, options)
      },
      readPage: (part, options) => readPage(session, part, options),
      async show(target, options) {
        const reader = readers[target.kind]
        return reader?.isId(target.id) ? readOne(reader, { session, options }, target) : undefined
      },
      browse: createBrowser(session),
    },
  }
}
