/** Reasons for which a task ends in state 4, as in `error_reason.error_code`. The wording follows the reference. */
const messages: Readonly<Record<string, string>> = {
  'TRF.0001': 'System error. Restart the task.',
  'TRF.0002': 'The task failed for an unknown reason.',
  'TRF.0003': 'The task waited too long to be executed. Restart it.',
  'TRF.0004': 'Some objects could not be migrated.',
  'TRF.0012': 'The task parameters could not be verified: no objects for the selected method.',
  'TRF.0013': 'The object list file does not exist or cannot be read.',
  'TRF.0014': 'The object list file is invalid: a .txt file of at most 100 MB is needed.',
  'TRF.0016': 'The format of the URL list file is wrong.',
  'TRF.0020': 'The migration progress could not be written to the destination bucket.',
  'TRF.0021': 'The list of objects still to migrate could not be read from the destination bucket.',
  'TRF.0024': 'Metadata of the given files or folders could not be read.',
  'TRF.0025': 'Objects with the given prefixes could not be listed.',
  'TRF.0026': 'Metadata of the first object of the list could not be read.',
  'TRF.0031': 'Objects could not be listed: special characters, or no permission to list.',
  'TRF.0051': 'The keys have no permission for the destination bucket or its objects.',
  'TRF.0055': 'The destination bucket has no space left.',
  'TRF.0056': 'The account is frozen.',
  'TRF.0057': 'The AK or SK of the destination is invalid.',
  'TRF.0058': 'The destination bucket does not exist.',
  'TRF.0061': 'The object storage of the destination has a problem.',
  'TRF.0062': 'Some objects are being migrated by another task.',
  'TRF.0063': 'The balance of the account is insufficient.',
  'TRF.0064': 'The task is complete, but the data in the destination is not encrypted.',
  'TRF.0151': 'The AK or SK of the source is invalid.',
  'TRF.0152': 'The keys have no permission for the source bucket or its objects.',
  'TRF.0155': 'The source bucket does not exist.',
  'TRF.0156': 'The source objects do not exist.',
  'TRF.0157': 'The object storage of the source has a problem.',
  'TRF.0159': 'The source object storage limits how often it may be accessed.',
  'TRF.0160': 'Archived source data could not be read. Restore it first.',
}

/** The reason with a code. Any code is allowed: the real list grows, and clients must handle unknown codes. */
export function failureMessage(code: string): string {
  return messages[code] ?? `The task failed with ${code}.`
}
