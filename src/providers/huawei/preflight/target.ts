import type { PreflightCheck } from '../../../migrations/spec/spec.ts'
import { fail, type Look, pass, refusalOf, type Sight } from '../../creation/preflight.ts'
import { syncRegions } from '../regions.ts'
import { isSameRegion, type Looking, ownAccess, readRegion } from './looking.ts'
import { checkUrls } from './url-list.ts'

/** Opens the target bucket. Whether it can be written to shows only when the migration writes. */
export function targetLook(looking: Looking): Look {
  return { names: ['target bucket', 'target region'], look: () => openTarget(looking) }
}

async function openTarget(looking: Looking): Promise<Sight> {
  const { bucket, region: wanted } = looking.order.spec.target
  const access = ownAccess(looking, bucket)
  const opening = await refusalOf(readRegion(looking, access))
  if ('refusal' in opening) {
    const what = `Ferry can’t open ${bucket} with its key. ${opening.refusal}`
    return { checks: [fail('target bucket', what, 'Check the bucket name, the key, and what that key can do.')] }
  }
  return {
    checks: [
      pass('target bucket', `Ferry can open ${bucket} with its key.`),
      regionCheck(looking, { bucket, wanted, actual: opening.answer.id }),
    ],
  }
}

type Regions = { bucket: string; wanted: string | undefined; actual: string }

function regionCheck({ region, order }: Looking, { bucket, wanted, actual }: Regions): PreflightCheck {
  if (order.spec.kind === 'sync' && !syncRegions.includes(region)) {
    const where = syncRegions.join(' and ')
    const what = `Huawei has synchronization tasks in ${where} only. One created in ${region} could never be paused.`
    return fail('target region', what, 'Create a task instead, or choose an account in one of these regions.')
  }
  const next = `Choose a bucket in ${region}, or an account in the bucket’s region.`
  if (!isSameRegion(actual, region)) {
    return fail(
      'target region',
      `${bucket} is in ${actual}, and this account creates migrations to ${region} only.`,
      next,
    )
  }
  if (wanted && !isSameRegion(wanted, region)) {
    return fail('target region', `This account creates migrations to ${region} only, not to ${wanted}.`, next)
  }
  return pass('target region', `${bucket} is in ${region}, the account’s region.`)
}

/** Checks the list file, or the folder of a group: it has to be in the destination's region and open with its key. */
export function listFileLook(looking: Looking): Look | undefined {
  const { listFile, selection } = looking.order.spec.source
  if (listFile === undefined) return undefined
  return {
    names: ['list file'],
    look: async () => {
      const { bucket, key } = listFile
      const asking = looking.browser.hasPrefix({ ...ownAccess(looking, bucket), prefix: key }, looking.options)
      const opening = await refusalOf(asking)
      const next = `It must be in a bucket in ${looking.region} that the destination key can open.`
      if ('refusal' in opening)
        return { checks: [fail('list file', `Ferry can’t open ${bucket}. ${opening.refusal}`, next)] }
      if (!opening.answer) return { checks: [fail('list file', `${key} is not in ${bucket}.`, next)] }
      if (selection === 'url list') return { checks: [await checkUrls(looking, listFile)] }
      return { checks: [pass('list file', `${key} is in ${bucket}.`)] }
    },
  }
}
