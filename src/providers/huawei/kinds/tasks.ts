import type { KindDefinition } from '../../define.ts'
import { limitRules } from '../bandwidth.ts'
import type { Session } from '../client/session.ts'
import { creations } from '../creation/index.ts'
import { readFailures } from '../failures/read.ts'
import { oms } from '../oms.ts'
import { deletingBy } from '../operations/delete.ts'
import { limitTasks } from '../operations/limits.ts'
import { prioritizable, prioritizeTasks } from '../operations/priority.ts'
import { startTasks } from '../operations/start.ts'
import { pageSize } from '../reading/reader.ts'
import { taskReader } from '../reading/tasks.ts'
import { sendingId } from '../targets.ts'

/** Migration tasks (5.2). */
export const tasks: KindDefinition<Session> = {
  noun: 'task',
  can: {
    pause: {
      in: ['running'],
      bind: sendingId(oms.StopTask, taskReader),
    },
    start: { in: ['paused'], bind: startTasks(false) },
    retry: { in: ['failed'], bind: startTasks(false) },
    'retry-failed': { in: ['failed'], bind: startTasks(true) },
    // 5.2.6 forbids deleting only for tasks in progress.
    delete: { in: ['queued', 'paused', 'failed', 'succeeded'], bind: deletingBy(oms.DeleteTask, taskReader) },
    // 5.2.7 allows limits before a task is completed. Those of a failed task have no effect until it is restarted.
    limit: {
      in: ['queued', 'running', 'retrying', 'pausing', 'paused', 'failed'],
      offeredIn: ['queued', 'running', 'retrying', 'pausing', 'paused'],
      rules: limitRules,
      bind: limitTasks,
    },
    prioritize: { in: prioritizable, offeredIn: ['queued', 'paused'], bind: prioritizeTasks },
    failures: { bind: readFailures },
    creation: creations.task,
  },
  // Huawei's best practices are to wait until the group has failed, and to repeat the group.
  leftToGroup: ['retry', 'retry-failed', 'delete'],
  reading: { pageSize, states: taskReader.states, showCalls: 1 },
}
