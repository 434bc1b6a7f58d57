import type { Entry } from './entry.ts'
import { huaweiAccounts } from './huawei-accounts.ts'
import { huaweiArchives } from './huawei-archives.ts'
import { huaweiBuckets } from './huawei-buckets.ts'
import { huaweiGateway } from './huawei-gateway.ts'
import { huaweiKeys } from './huawei-keys.ts'
import { huaweiLists } from './huawei-lists.ts'
import { huaweiRequests } from './huawei-requests.ts'
import { huaweiRuns } from './huawei-runs.ts'
import { huaweiStates } from './huawei-states.ts'

/** The whole catalogue. To add a subject, write its file and name its list here. */
export const catalogue: readonly Entry[] = [
  ...huaweiRuns,
  ...huaweiKeys,
  ...huaweiBuckets,
  ...huaweiArchives,
  ...huaweiLists,
  ...huaweiAccounts,
  ...huaweiRequests,
  ...huaweiStates,
  ...huaweiGateway,
]

/** The entry of a code, written in any case. */
export function entryOf(code: string): Entry | undefined {
  const wanted = code.trim().toUpperCase()
  return catalogue.find((entry) => entry.codes.includes(wanted))
}
