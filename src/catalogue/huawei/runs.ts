import { entries } from '../entries.ts'

/** Faults during a run: of the service, the network, waiting and other migrations. */
export const huaweiRuns = entries({ statuses: [200], retry: 'restart', severity: 'failure' }, [
  {
    codes: ['TRF.0001', 'TRF.0005'],
    what: 'Something broke inside the migration service.',
    fix: 'Restart it. If it fails the same way again, open a ticket with Huawei and give them the task id.',
    turn: 'request',
  },
  {
    codes: ['TRF.0002'],
    quotes: true,
    what: 'The migration failed and the service does not know why.',
    fix: 'Open the list of failed objects, fix the most common reason, then retry the failed objects. If there is no list, open a ticket with Huawei.',
    turn: 'request',
    retry: 'failed objects',
  },
  {
    codes: ['TRF.0003'],
    what: 'It waited in the queue for too long and timed out.',
    fix: 'Only a few migrations run at once in a region. Pause some or let them finish, then restart this one; it needs its keys again.',
    turn: 'request',
  },
  {
    codes: ['TRF.0004'],
    what: 'It finished, but some objects could not be moved.',
    fix: 'Use `/migrate failures` to see which objects failed and why. Fix the causes, then retry only the failed objects.',
    turn: 'request',
    retry: 'failed objects',
    severity: 'warning',
  },
  {
    codes: ['TRF.0006'],
    what: 'It finished, but some objects differ between source and destination.',
    fix: 'Check whether somebody changed objects during the run. Restart it, then compare the number and size of objects on both sides.',
    turn: 'request',
    severity: 'warning',
  },
  {
    codes: ['TRF.0007'],
    what: 'The network failed, or the destination storage stopped responding.',
    fix: 'Wait a few minutes, then restart it. If it happens again, look at the Huawei Cloud status page.',
    turn: 'wait',
  },
  {
    codes: ['TRF.0061'],
    what: 'The destination storage is having problems.',
    fix: 'Look at the Huawei Cloud status page, wait until the storage has recovered, then restart.',
    turn: 'wait',
  },
  {
    codes: ['TRF.0157'],
    what: 'The source storage is having problems.',
    fix: 'Look at the source cloud’s status page, wait until the storage has recovered, then restart.',
    turn: 'wait',
  },
  {
    codes: ['TRF.0062'],
    what: 'Some objects could not be written: another migration is probably writing them too.',
    fix: 'Look for another migration with the same destination bucket and prefix. Let it finish, then restart this one.',
    turn: 'request',
  },
  {
    codes: ['TRF.0159'],
    quotes: true,
    what: 'The source storage throttled requests because there were too many.',
    fix: 'Set a bandwidth limit, or ask the source cloud to allow more requests, then retry the failed objects.',
    turn: 'source',
    retry: 'failed objects',
    remedy: 'limit speed',
  },
  {
    codes: ['TRF.0401'],
    what: 'The log of what happened to each object could not be saved.',
    fix: 'Check that the destination keys may write under `/etc/oms/logs/oper`, then restart.',
    turn: 'target keys',
  },
])
