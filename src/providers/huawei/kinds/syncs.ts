import type { KindDefinition } from '../../define.ts'
import type { Session } from '../client/session.ts'
import { creations } from '../creation/index.ts'
import { readFailures } from '../failures/read.ts'
import { oms } from '../oms.ts'
import { deletingBy } from '../operations/delete.ts'
import { pushObjects } from '../operations/push.ts'
import { startSyncs } from '../operations/start.ts'
import { readStatistics } from '../operations/statistics.ts'
import { pageSize } from '../reading/reader.ts'
import { syncReader } from '../reading/syncs.ts'
import { syncRegions } from '../regions.ts'
import { onOne, sendingId } from '../targets.ts'

/** Synchronization tasks (5.3). */
export const syncs: KindDefinition<Session> = {
  noun: 'synchronization task',
  can: {
    pause: {
      in: ['running'],
      bind: sendingId(oms.StopSyncTask, syncReader),
    },
    start: { in: ['paused'], bind: startSyncs },
    // By 5.3.1 and OMS.0094, objects can be pushed only while the task is synchronizing.
    push: { in: ['running'], bind: pushObjects },
    delete: { in: ['paused'], bind: deletingBy(oms.DeleteSyncTask, syncReader) },
    statistics: { bind: onOne(syncReader, readStatistics) },
    failures: { bind: readFailures },
    creation: creations.sync,
  },
  limitedTo: { regions: syncRegions, butAnywhere: ['delete'] },
  hasRuns: true,
  isBriefInLists: true,
  figuresLeftOut: true,
  reading: { pageSize, states: syncReader.states, showCalls: 1 },
}
