import type { Entry } from './entry.ts'

/** Objects in archive storage, which must be restored before they can be read. */
export const huaweiArchives: readonly Entry[] = [
  {
    codes: ['TRF.0065'],
    statuses: [200],
    what: 'Archived objects in the destination bucket could not be read.',
    fix: 'Restore them in the destination, wait until the restore is complete, then restart.',
    turn: 'target',
    retry: 'restart',
    severity: 'failure',
  },
  {
    codes: ['TRF.0160'],
    statuses: [200],
    what: 'Archived objects at the source could not be read.',
    fix: 'Restore them at the source so that they stay readable for the whole run, then restart. Direct reading of archives is not enough.',
    turn: 'source',
    retry: 'restart',
    severity: 'failure',
  },
  {
    codes: ['TRF.0201'],
    statuses: [200],
    what: 'Archived objects at the source could not be restored.',
    fix: 'Restore them at the source by hand, so that they stay readable for the whole run, then restart.',
    turn: 'source',
    retry: 'restart',
    severity: 'failure',
  },
  {
    codes: ['TRF.0202'],
    statuses: [200],
    what: 'Some objects at the source are still archived.',
    fix: 'Restore them at the source, check that the restore is complete and lasts for the whole run, then restart.',
    turn: 'source',
    retry: 'restart',
    severity: 'failure',
  },
  {
    codes: ['TRF.0023'],
    statuses: [200],
    what: 'The list of objects cannot be read; it is probably archived.',
    fix: 'Restore the list file by hand or upload a fresh copy in standard storage, then restart.',
    turn: 'request',
    retry: 'restart',
    severity: 'failure',
  },
  {
    // Not in the API reference; Huawei's Chinese pages document it.
    codes: ['TRF.0301'],
    statuses: [200],
    what: 'The list of objects is itself in archive storage.',
    fix: 'Restore the list file by hand or upload a fresh copy in standard storage, then restart.',
    turn: 'request',
    retry: 'restart',
    severity: 'failure',
  },
  {
    codes: ['OMS.1048', 'S3M.1048'],
    statuses: [400],
    what: 'This source cloud does not let the migration service restore archived objects.',
    fix: 'Turn automatic restoring off, restore the objects at the source by hand, then send the request again.',
    turn: 'source',
    retry: 'none',
    severity: 'failure',
  },
]
