import { isAppError, say } from '../../../errors/errors.ts'
import type { PreflightCheck, SpecSource } from '../../../migrations/spec/spec.ts'
import { fail, pass, unknown } from '../../creation/preflight.ts'
import { oms } from '../oms.ts'
import { isNoOperation } from '../problems.ts'
import type { Looking } from './looking.ts'

const form = 'Each line is a URL, a space and the object’s new name.'
const byHand = `Check it yourself: ${form.charAt(0).toLowerCase()}${form.slice(1)}`

/** Has OMS read a list of URLs as it will for the migration. This works with lasting keys only. */
export async function checkUrls(
  { session, order, region, options }: Looking,
  { bucket, key }: NonNullable<SpecSource['listFile']>,
): Promise<PreflightCheck> {
  const { accessKey: ak = '', secretKey: sk = '', sessionToken } = order.keys.target ?? {}
  const isThere = `${key} is in ${bucket}`
  if (sessionToken) {
    return unknown('list file', `${isThere}. Huawei only checks its content with a permanent key.`, byHand)
  }
  try {
    await session.call(
      oms.CheckUrlSourceListFileFormat,
      { obs_bucket: bucket, list_file_key: key, ak, sk, region },
      options,
    )
    return pass('list file', `${isThere}, and Huawei can read its URLs.`)
  } catch (error) {
    if (!isAppError(error, 'provider_refused')) throw error
    if (isNoOperation(error)) return unknown('list file', `${isThere}. Huawei does not check its content here.`, byHand)
    const { detail } = error.details
    const where = typeof detail === 'string' ? ` (${detail})` : ''
    return fail('list file', `${isThere}, but it is not a list of URLs${where}. ${say(error).what}`, form)
  }
}
