import { z } from 'zod'
import type { Answer } from '../../cloud/http.ts'
import { type ProjectCall, readBody } from '../gateway.ts'
import { Refusal } from '../refusals.ts'
import type { StoredObject } from '../world.ts'
import { openBucket } from './access.ts'

const listFileSchema = z.object({
  obs_bucket: z.string().min(1).max(1_024),
  /** The list of URLs: a file, or for a group a folder of files. */
  list_file_key: z.string().min(1).max(1_024),
  ak: z.string().max(100),
  sk: z.string().max(100),
  region: z.string().min(1).max(100),
})

/** Checks a list of URLs. The operation is newer than the reference, which names no codes, so the codes are guesses. */
export function checkUrlSourceListFileFormat(call: ProjectCall): Answer {
  const { account } = call.project
  const { obs_bucket: name, list_file_key: path, region, ...keys } = readBody(call, listFileSchema)
  const bucket = openBucket(account, { ...keys, cloud_type: 'HuaweiCloud', name, code: 'OMS.1020' })
  if (region !== account.region || (bucket && bucket.region !== region)) throw new Refusal('OMS.0183')
  const isFolder = path.endsWith('/')
  if (!isFolder && !path.endsWith('.txt')) throw new Refusal('S3M.1044')
  const files = bucket?.contents?.filter(({ key }) => (isFolder ? key.startsWith(path) && key !== path : key === path))
  if (files?.length === 0) throw new Refusal('S3M.1042')
  const [wrong] = (files ?? []).flatMap(wrongLines)
  if (wrong !== undefined) throw new Refusal('TRF.0016', wrong)
  return { status: 200 }
}

/**
 * The wrong lines of a list. Each line is a URL and an object name, with white space between. That OMS names a wrong
 * line is a guess.
 */
function wrongLines({ key, text = '' }: StoredObject): string[] {
  if (!key.endsWith('.txt')) return [`${key} is no .txt file`]
  const isRight = (line: string) => line.trim() === '' || /^https?:\/\/\S+\s+\S+\s*$/.test(line)
  return text.split('\n').flatMap((line, index) => (isRight(line) ? [] : [`line ${index + 1} of ${key}`]))
}
