import { entries } from '../entries.ts'

/** Objects in archive storage, which must be restored before they can be read. */
export const huaweiArchives = entries({ statuses: [200], retry: 'restart', severity: 'failure' }, [
  {
    codes: ['TRF.0065'],
    what: 'Archived objects in the destination bucket could not be read.',
    several: 'Archived objects in the destination buckets could not be read.',
    fix: 'Restore them in the destination, wait until the restore is complete, then restart.',
    turn: 'target',
  },
  {
    codes: ['TRF.0160'],
    what: 'Archived objects at the source could not be read.',
    fix: 'Restore them at the source so that they stay readable for the whole run, then restart. Direct reading of archives is not enough.',
    turn: 'source',
  },
  {
    codes: ['TRF.0201'],
    what: 'Archived objects at the source could not be restored.',
    fix: 'Restore them at the source by hand, so that they stay readable for the whole run, then restart.',
    turn: 'source',
  },
  {
    codes: ['TRF.0202'],
    what: 'Some objects at the source are still archived.',
    fix: 'Restore them at the source, check that the restore is complete and lasts for the whole run, then restart.',
    turn: 'source',
  },
  {
    codes: ['TRF.0023'],
    what: 'The list of objects cannot be read; it is probably archived.',
    fix: 'Restore the list file by hand or upload a fresh copy in standard storage, then restart.',
    turn: 'request',
  },
  {
    // Not in the API reference; Huawei's Chinese pages document it.
    codes: ['TRF.0301'],
    what: 'The list of objects is itself in archive storage.',
    fix: 'Restore the list file by hand or upload a fresh copy in standard storage, then restart.',
    turn: 'request',
  },
  {
    codes: ['OMS.1048', 'S3M.1048'],
    statuses: [400],
    what: 'This source cloud does not let the migration service restore archived objects.',
    fix: 'Turn automatic restoring off, restore the objects at the source by hand, then send the request again.',
    turn: 'source',
    retry: 'none',
  },
])
