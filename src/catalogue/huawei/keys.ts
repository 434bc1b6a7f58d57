import { entries } from '../entries.ts'

/** Errors about the keys of the two buckets: wrong keys, and right ones that lack a permission. */
export const huaweiKeys = entries({ statuses: [200], retry: 'restart with new keys', severity: 'failure' }, [
  {
    codes: ['TRF.0057'],
    what: 'The destination key is wrong, deleted or disabled.',
    several: 'Destination keys are wrong, deleted or disabled.',
    fix: 'Get a working key pair, check for stray spaces, then restart with it. A temporary key also needs its security token and must stay valid for the whole run.',
    turn: 'target keys',
  },
  {
    codes: ['TRF.0151'],
    what: 'The source key is wrong, deleted or disabled.',
    several: 'Source keys are wrong, deleted or disabled.',
    fix: 'Get a working key pair, check for stray spaces, then restart with it. A temporary key also needs its security token and must stay valid for the whole run.',
    turn: 'source keys',
  },
  {
    codes: ['TRF.0051', 'TRF.0052', 'TRF.0054'],
    what: 'The destination keys lack a permission on the bucket or its objects.',
    several: 'The destination keys lack a permission on the buckets or their objects.',
    fix: 'Let them see the bucket’s region, list it, read, write and restore objects, and list parts. Check the bucket policy too, then restart.',
    turn: 'target keys',
    retry: 'restart',
  },
  {
    codes: ['TRF.0152', 'TRF.0153', 'TRF.0154'],
    what: 'The source keys lack a permission on the bucket or its objects.',
    several: 'The source keys lack a permission on the buckets or their objects.',
    fix: 'Let them list buckets, see the bucket’s region, list it, and read objects with their metadata. Check the bucket policy too, then restart.',
    turn: 'source keys',
    retry: 'restart',
  },
  {
    codes: ['TRF.0015'],
    what: 'The Azure account at the source has no Blob storage.',
    several: 'Azure accounts at the source have no Blob storage.',
    fix: 'Choose an Azure storage account that has Blob storage, copy its keys in full, then restart with these keys.',
    turn: 'source keys',
  },
  {
    codes: ['TRF.0161'],
    what: 'The connection string of the source is wrong.',
    several: 'Connection strings of the sources are wrong.',
    fix: 'Copy the whole connection string from the Azure portal again, without line breaks, then restart with it as the source key.',
    turn: 'source keys',
  },
  {
    // This and the next two are no longer in use, but old tasks still show them.
    codes: ['TRF.0008'],
    what: 'The migration failed, most likely because of a wrong key.',
    fix: 'Check that the key pairs of source and destination are active and copied in full. Then restart with the right keys.',
    turn: 'request',
  },
  {
    codes: ['TRF.0009'],
    what: 'The source bucket could not be read: a network problem or a wrong key.',
    several: 'Source buckets could not be read: network problems or wrong keys.',
    fix: 'Check that the source cloud is up and that its key pair is active and copied in full. Then restart with the right keys.',
    turn: 'source keys',
  },
  {
    codes: ['TRF.0010'],
    what: 'The destination bucket could not be read: a network problem or a wrong key.',
    several: 'Destination buckets could not be read: network problems or wrong keys.',
    fix: 'Check that Huawei Cloud is up and that the destination key pair is active and copied in full. Then restart with the right keys.',
    turn: 'target keys',
  },
])
