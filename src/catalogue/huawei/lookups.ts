import { entries } from '../entries.ts'

/** Buckets, objects, regions and migrations that a request names and that could not be found or read. */
export const huaweiLookups = entries({ statuses: [400], retry: 'none', severity: 'failure' }, [
  {
    codes: ['OMS.1016', 'S3M.1016', 'S3M.1014'],
    what: 'The source bucket cannot be reached with these keys.',
    several: 'Source buckets cannot be reached with these keys.',
    fix: 'Check the bucket’s name, that the source keys are right, and that they may list and read it. Then send the request again.',
    turn: 'source keys',
    cases: [
      {
        says: /source bucket ?\[([^\]]{1,63})\]/i,
        what: 'The source bucket "{0}" cannot be reached with these keys.',
      },
    ],
  },
  {
    codes: ['OMS.1020', 'S3M.1020'],
    what: 'The destination bucket cannot be reached with these keys.',
    several: 'Destination buckets cannot be reached with these keys.',
    fix: 'Check the bucket’s name, that the destination keys are right, and that they may list, read and write it. Then send the request again.',
    turn: 'target keys',
    cases: [
      {
        says: /dest(?:ination)? bucket ?\[([^\]]{1,63})\]/i,
        what: 'The destination bucket "{0}" cannot be reached with these keys.',
      },
    ],
  },
  {
    codes: ['OMS.0302', 'S3M.0302'],
    what: 'The objects of the source bucket could not be listed.',
    several: 'The objects of the source buckets could not be listed.',
    fix: 'Check that the bucket exists, let the source keys list it, then try again.',
    turn: 'source keys',
    retry: 'repeat later',
  },
  {
    codes: ['OMS.0306', 'S3M.0306'],
    what: 'There are no objects at the source, or the source keys may not list them.',
    fix: 'Check that the bucket holds objects under the chosen names, let the source keys list it, then try again.',
    turn: 'source',
    retry: 'repeat later',
  },
  {
    codes: ['OMS.0089', 'S3M.0089'],
    what: 'Objects at the source are missing or have become unreadable.',
    fix: 'Check the names of bucket and objects, and that nobody changes permissions while it runs. Then try again.',
    turn: 'source',
    retry: 'repeat later',
  },
  {
    codes: ['OMS.0153', 'S3M.0153'],
    quotes: true,
    what: 'The cloud could not read the details of the bucket.',
    fix: 'Check that the bucket exists, give its keys or user permission to list and read it, then try again.',
    turn: 'account',
    retry: 'repeat later',
  },
  {
    codes: ['OMS.0155', 'S3M.0155', 'S3M.0171'],
    quotes: true,
    what: 'The cloud could not find out the region of the bucket.',
    fix: 'Check that the bucket exists, give its keys or user permission to see the bucket’s location, then try again.',
    turn: 'account',
    retry: 'repeat later',
  },
  {
    codes: ['OMS.0152', 'S3M.0152'],
    quotes: true,
    what: 'The cloud could not list the regions.',
    fix: 'Check that the account’s user has permission to see them, then try again. If it keeps happening, ask Huawei’s support.',
    turn: 'account',
    retry: 'repeat later',
  },
  {
    codes: ['S3M.0154'],
    // Listed as outdated, without a status.
    statuses: [],
    what: 'The migration service could not reach Huawei’s object storage.',
    fix: 'Wait a few minutes, then try again. If it keeps happening, look at the Huawei Cloud status page.',
    turn: 'wait',
    retry: 'repeat later',
    severity: 'warning',
  },
  {
    codes: ['OMS.1013', 'S3M.1013'],
    what: 'The cloud has no bucket with this id.',
    fix: 'Choose the bucket from a fresh list and send the request again.',
    turn: 'request',
  },
  {
    codes: ['OMS.1018', 'S3M.1018'],
    what: 'The cloud does not know one of the chosen source buckets.',
    fix: 'Choose the source buckets from a fresh list and send the request again.',
    turn: 'request',
    about: 'source',
  },
  {
    // S3M.1011 is not the same as OMS.1011, which is about synchronization.
    codes: ['OMS.1023', 'S3M.1023', 'S3M.1011'],
    what: 'No bucket was chosen.',
    fix: 'Choose at least one and send the request again.',
    turn: 'request',
  },
  {
    codes: ['OMS.1041', 'S3M.1041'],
    what: 'A chosen bucket belongs to another account.',
    fix: 'Choose only buckets of the connected account, or connect the account that owns the others. Then send the request again.',
    turn: 'request',
  },
  {
    codes: ['OMS.0053', 'S3M.0053'],
    statuses: [400, 401],
    what: 'The migration could not be looked up: a value is wrong, or a permission is missing.',
    fix: 'Check id and region, and that the account’s user may read migrations. Then send the request again.',
    turn: 'account',
  },
])
