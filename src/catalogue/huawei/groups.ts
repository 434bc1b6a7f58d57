import { entries } from '../entries.ts'

/** Task groups: actions that do not fit their state. */
export const huaweiGroups = entries({ statuses: [400], retry: 'repeat later', severity: 'notice' }, [
  {
    codes: ['OMS.1036', 'S3M.1036'],
    what: 'The task group’s current state does not allow this.',
    fix: 'Look at its status. If it is being paused, created or deleted, wait a minute and try again.',
    turn: 'wait',
  },
  {
    codes: ['OMS.1038', 'S3M.1038'],
    what: 'Only a running task group can be paused.',
    fix: 'Look at its status: if it is still being created, wait a minute and try again; if it has ended or is paused, there is nothing to do.',
    turn: 'wait',
  },
  {
    codes: ['OMS.1039', 'S3M.1039'],
    what: 'Only a paused task group can be started again.',
    fix: 'Look at its status: if it is still being paused, wait a minute and try again; if it has failed, choose Retry instead.',
    turn: 'request',
  },
  {
    codes: ['OMS.1040', 'S3M.1040'],
    what: 'Only a failed task group can be retried.',
    fix: 'Look at its status. While it is running there is nothing to do; if it is paused, start it instead.',
    turn: 'request',
    retry: 'none',
  },
  {
    // "Paused" in the English reference is a slip: the Chinese original says "being paused".
    codes: ['OMS.1047', 'S3M.1047'],
    what: 'The task group cannot be deleted while it is being created, run, paused or deleted.',
    fix: 'Pause it if it is running, wait until it has stopped, then try again.',
    turn: 'request',
  },
  {
    // Not the same as OMS.1035, which is about the upload of a list.
    codes: ['S3M.1035'],
    what: 'The cloud does not know the status given for a task group.',
    fix: 'Choose another status, or leave it out, and send the request again.',
    turn: 'request',
    retry: 'none',
    severity: 'failure',
  },
])
