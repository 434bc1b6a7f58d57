import type { Trouble } from '../trouble.ts'
import { absences } from './absences.ts'
import { redisClocks, sqliteClocks } from './clocks.ts'
import { forgetting, otherAccounts } from './clouds.ts'
import { cuts, slowness } from './cuts.ts'
import { fullDisks, lockedFiles } from './disks.ts'
import { failoversGuarded, failoversUnguarded } from './failovers.ts'
import { silentSockets } from './floods.ts'
import { freezes } from './freezes.ts'
import { histories } from './histories.ts'
import { redisKills, sqliteKills } from './kills.ts'
import { lateEffects, secondCopies } from './late-effects.ts'
import { limits } from './limits.ts'
import { olderReplicas } from './older-replicas.ts'
import { otherStores } from './other-stores.ts'
import { partitions, redisRestarts } from './outages.ts'
import { refusals } from './refusals.ts'
import { stops } from './stops.ts'
import { subscriptionKills } from './subscriptions.ts'
import { deadTokens } from './tokens.ts'

/** Every kind of trouble, in the order of the table. */
export const troubles: readonly Trouble[] = [
  sqliteKills,
  redisKills,
  subscriptionKills,
  freezes,
  sqliteClocks,
  redisClocks,
  redisRestarts,
  otherStores,
  olderReplicas,
  failoversUnguarded,
  failoversGuarded,
  partitions,
  forgetting,
  otherAccounts,
  fullDisks,
  lockedFiles,
  stops,
  refusals,
  limits,
  cuts,
  slowness,
  absences,
  histories,
  lateEffects,
  secondCopies,
  deadTokens,
  silentSockets,
]
