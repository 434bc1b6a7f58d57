import type { KindDefinition } from '../../define.ts'
import { limitRules } from '../bandwidth.ts'
import type { Session } from '../client/session.ts'
import { creations } from '../creation/index.ts'
import { readFailures } from '../failures/read.ts'
import { oms } from '../oms.ts'
import { deletingBy } from '../operations/delete.ts'
import { limitGroups } from '../operations/limits.ts'
import { prioritizeGroups } from '../operations/priority.ts'
import { retryGroups, startGroups } from '../operations/start.ts'
import { groupReader } from '../reading/groups.ts'
import { pageSize } from '../reading/reader.ts'
import { sendingId } from '../targets.ts'

/** Task groups (5.4). In the document, the "Paused" among the states that cannot be deleted means pausing. */
export const groups: KindDefinition<Session> = {
  noun: 'task group',
  can: {
    pause: {
      in: ['running'],
      bind: sendingId(oms.StopTaskGroup, groupReader),
    },
    start: { in: ['paused'], bind: startGroups },
    retry: { in: ['failed'], bind: retryGroups(false) },
    'retry-failed': { in: ['failed'], bind: retryGroups(true) },
    delete: { in: ['paused', 'failed', 'succeeded'], bind: deletingBy(oms.DeleteTaskGroup, groupReader) },
    limit: {
      in: ['queued', 'running', 'pausing', 'paused', 'failed'],
      offeredIn: ['queued', 'running', 'pausing', 'paused'],
      rules: limitRules,
      bind: limitGroups,
    },
    // While a group creates tasks or runs, some of its tasks cannot be changed.
    prioritize: { in: ['paused', 'failed'], offeredIn: ['paused'], bind: prioritizeGroups },
    failures: { bind: readFailures },
    creation: creations.group,
  },
  hasTasks: true,
  isBriefInLists: true,
  // Three calls if a page does not hold all tasks of the group.
  reading: { pageSize, states: groupReader.states, showCalls: 2 },
}
