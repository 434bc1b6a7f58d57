import { entries } from '../entries.ts'

/** Synchronization tasks, which go on copying what changes, and their statistics. */
export const huaweiSyncs = entries({ statuses: [400], retry: 'repeat later', severity: 'failure' }, [
  {
    // Not the same as S3M.0093, about overwriting, and S3M.1011, about choosing buckets.
    codes: ['OMS.0093', 'OMS.1011'],
    what: 'Somebody has deleted this synchronization task.',
    fix: 'Create a new migration of the kind "synchronization" if it is still needed.',
    turn: 'request',
    retry: 'new migration',
  },
  {
    // Not the same as S3M.0094, about the migration policy, and S3M.1012, about evaluations.
    codes: ['OMS.0094', 'OMS.1012'],
    what: 'The synchronization task is stopped, so it takes no new objects.',
    fix: 'Start it, wait until it is synchronizing, then try again.',
    turn: 'request',
  },
  {
    codes: ['OMS.2002'],
    what: 'There is no synchronization task with this id, or it has never been started.',
    fix: 'Look for it in the list of its region. If it is there, start it and try again; if not, set up another one.',
    turn: 'request',
  },
  {
    codes: ['OMS.2051'],
    what: 'These statistics are exact: each figure covers five minutes.',
    fix: 'Nothing to do: this only says how they are calculated.',
    turn: 'wait',
    retry: 'none',
    severity: 'notice',
  },
  {
    codes: ['OMS.2052'],
    what: 'These statistics are condensed: each figure covers one hour.',
    fix: 'Nothing to do: this only says how they are calculated. For finer figures, look at a shorter period.',
    turn: 'wait',
    retry: 'none',
    severity: 'notice',
  },
])
