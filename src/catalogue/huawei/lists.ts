import { entries } from '../entries.ts'

/**
 * Files that a migration reads or writes for its own use: lists of objects, URLs and failed objects, and its progress.
 */
export const huaweiLists = entries({ statuses: [200], retry: 'restart', severity: 'failure' }, [
  {
    codes: ['TRF.0013'],
    what: 'The list of objects is missing or cannot be read.',
    fix: 'Check that the file exists, in a bucket of the destination’s region, and that the destination keys may read and write it. Then restart.',
    turn: 'request',
  },
  {
    codes: ['TRF.0014'],
    what: 'The list of objects is not a .txt file, or it is too large.',
    fix: 'Save it as a .txt file of at most 100 MB, in UTF-8 without BOM, one name per line. Upload it under the same name and restart.',
    turn: 'request',
  },
  {
    codes: ['TRF.0018'],
    statuses: [400],
    what: 'A line in the list of objects is too long.',
    fix: 'Put one name on each line and keep every line within 65,535 characters. Upload the list again and restart.',
    turn: 'request',
  },
  {
    codes: ['TRF.0019'],
    statuses: [400],
    what: 'The list of objects is not stored as plain text.',
    fix: 'Set its Content-Type to `text/plain` and remove any Content-Encoding (such as gzip), then restart.',
    turn: 'request',
  },
  {
    codes: ['TRF.0016'],
    what: 'The list of URLs has the wrong format.',
    fix: 'Check it line by line against the URL list page of the OMS guide; special characters must be URL-encoded. Upload it under the same name and restart.',
    turn: 'request',
  },
  {
    codes: ['TRF.0017'],
    what: 'The list of URLs is empty.',
    fix: 'Put at least one URL into the list, upload it under the same name and restart.',
    turn: 'request',
  },
  {
    codes: ['TRF.0026', 'TRF.0030'],
    what: 'The first object on the list is missing, or the source keys may not read it.',
    fix: 'Check that it exists under exactly this name and that the source keys may read it. Correct or remove the first line, then restart.',
    turn: 'request',
  },
  {
    codes: ['TRF.0020'],
    what: 'It could not save its progress in the destination bucket.',
    several: 'They could not save their progress in the destination buckets.',
    fix: 'Let the destination keys write under `oms/` in that bucket, check the bucket policy too, then restart.',
    turn: 'target keys',
  },
  {
    codes: ['TRF.0021'],
    what: 'It lost its own list of what is still to be moved.',
    fix: 'Create a new migration. Until it ends, nobody may delete anything under `oms/` in the destination bucket, and its keys must be able to read there.',
    turn: 'target',
    retry: 'new migration',
  },
  {
    codes: ['TRF.0022'],
    what: 'The list of failed objects is missing or cannot be read.',
    fix: 'Check that it is still under `oms/` in the destination bucket. If so, let the destination keys read it and restart. If not, create a new migration.',
    turn: 'target keys',
    retry: 'restart or new migration',
  },
  {
    // Not the same as S3M.1035, which is about the status of a task group.
    codes: ['OMS.1035'],
    statuses: [400],
    quotes: true,
    what: 'The list of objects could not be uploaded.',
    fix: 'Check that the destination keys may write to the bucket that the list goes to, then try again.',
    turn: 'target keys',
    retry: 'repeat later',
  },
  {
    codes: ['S3M.1042'],
    statuses: [400],
    what: 'The folder that the task group names holds no list file.',
    fix: 'Upload the lists to that folder, in a bucket of the destination’s region, and send the request again. A folder ends in `/`.',
    turn: 'request',
    retry: 'none',
  },
  {
    codes: ['S3M.1043'],
    statuses: [400],
    what: 'One of the list files is too large.',
    fix: 'Split it into several files and send the request again.',
    turn: 'request',
    retry: 'none',
  },
  {
    codes: ['S3M.1044'],
    statuses: [400],
    what: 'One of the list files is not a .txt file.',
    fix: 'Save all lists as .txt files in UTF-8, one name per line, and send the request again.',
    turn: 'request',
    retry: 'none',
  },
  {
    codes: ['S3M.1045'],
    statuses: [400],
    what: 'There are more list files than one task group can take.',
    fix: 'Join some of them, or spread them over the folders of several groups, and send the request again.',
    turn: 'request',
    retry: 'none',
  },
])
