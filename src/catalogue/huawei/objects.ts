import { entries } from '../entries.ts'

/** Why single objects failed, as lists of failed objects put it. Huawei's questions and answers name these reasons. */
export const huaweiObjects = entries({ statuses: [], retry: 'failed objects', severity: 'failure' }, [
  {
    codes: ['GET_SRC_OBJ_META_FAILURE'],
    what: 'An object could not be read: it is gone, the keys lack permission, or its name was encoded wrongly.',
    fix: 'Check at the source that it is there and that the source keys may read it. In a list, write `+` as `%2B`. Then retry the failed objects.',
    turn: 'source',
  },
  {
    codes: ['UPLOAD_DST_OBJ_FAILURE'],
    what: 'An object could not be written to the destination, most often because the network failed.',
    fix: 'Just retry the failed objects. If the same ones fail again, check the space and permissions at the destination.',
    turn: 'wait',
    severity: 'warning',
  },
  {
    codes: ['INIT_DST_OBJ_MULTIPART_FAILURE', 'COMPLETE_DST_OBJ_MULTIPART_FAILURE'],
    what: 'A large object could not be written in parts.',
    fix: 'Look at its Content-Type at the source: with `multipart/form-data` it cannot be moved in parts. Upload such objects by hand.',
    turn: 'source',
    retry: 'none',
  },
  {
    codes: ['MIGRATE_SRC_ARCHIVE_OBJ_FAILURE'],
    what: 'An archived object at the source had not been restored.',
    fix: 'Restore it at the source, for long enough to be copied, then retry the failed objects.',
    turn: 'source',
  },
  {
    codes: ['COMPARE_SRC_AND_CDN_FAILURE'],
    what: 'The CDN in front of the source delivers content that differs from the source.',
    fix: 'Refresh the CDN’s cache at the source cloud, then retry the failed objects.',
    turn: 'source',
  },
  {
    codes: ['URL_LIST_FORMAT_ERROR'],
    what: 'A line in the list of URLs has the wrong format.',
    fix: 'Correct that line: special characters must be URL-encoded. Upload the list under the same name and restart.',
    turn: 'request',
    retry: 'restart',
  },
  {
    codes: ['URL_LIST_DOMAIN_FORBIDDEN', 'URL_LIST_IP_FORBIDDEN'],
    what: 'The list of URLs contains an address that the migration service refuses to read from.',
    fix: 'Use an address that is public on the internet, or remove these objects from the list. Upload the list again and restart.',
    turn: 'request',
    retry: 'restart',
  },
  {
    codes: ['URL_LIST_OBJECT_KEY_TOO_LONG'],
    what: 'The list of URLs contains an object name that is too long.',
    fix: 'Keep names within 1,024 characters, including the destination prefix. Upload the list again and restart.',
    turn: 'request',
    retry: 'restart',
  },
])
