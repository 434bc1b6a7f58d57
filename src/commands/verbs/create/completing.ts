import { isAppError } from '../../../errors.ts'
import type { Draft } from '../../../migrations/draft.ts'
import type { SpecProblems } from '../../../migrations/spec.ts'
import { inWords } from '../browse/looking.ts'
import { keepDraft } from './drafts.ts'
import { judge, type Making } from './making.ts'
import { canFindRegion } from './pages.ts'

export type Completed = { making: Making /** What could not be found out, and what to do. */; problem?: string }

/** Answers what nobody has to: the region of the source, which its cloud knows, and a name where one has to be. */
export async function complete(making: Making): Promise<Completed> {
  const { making: placed, problem } = await withRegion(making)
  const named = await withName(placed)
  return problem === undefined ? { making: named } : { making: named, problem }
}

/** What is wrong, but for a region that can be found out. */
export async function problemsToMend(making: Making): Promise<SpecProblems> {
  const { spec, problems } = await judge(making)
  if (!canFindRegion(making) || spec.source.region !== undefined) return problems
  const { 'source.region': _, ...others } = problems
  return others
}

/** The cloud is asked once the rest of the source is in order. */
async function withRegion(making: Making): Promise<Completed> {
  const { spec, keys, problems } = await judge(making)
  const { bucket, cloud, appId } = spec.source
  const others = Object.keys(await problemsToMend(making)).filter((field) => field.startsWith('source.'))
  const isWanted = problems['source.region'] !== undefined && spec.source.region === undefined
  if (!isWanted || others.length > 0 || bucket === undefined || !canFindRegion(making)) return { making }
  const query = {
    bucket,
    ...(cloud && { cloud }),
    ...(appId && { appId }),
    ...(keys.source && { secret: keys.source }),
  }
  try {
    const region = await making.connection.browse?.bucketRegion?.(query, {})
    return region === undefined ? { making } : { making: await withAnswers(making, { 'source.region': region.id }) }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { making, problem: `The region of the bucket could not be found out: ${inWords(error)} Choose it below.` }
  }
}

/** A name that has to be given is made of the buckets; it can be changed among the options. */
async function withName(making: Making): Promise<Making> {
  const { spec, problems } = await judge(making)
  if (problems.name === undefined || spec.name !== undefined || spec.target.bucket === '') return making
  const plain = `${spec.source.bucket ?? 'list'}-to-${spec.target.bucket}`.replaceAll(/[^A-Za-z0-9-]+/g, '-')
  return withAnswers(making, { name: plain.slice(0, longestName).replace(/-+$/, '') })
}

/** Short enough for every cloud, with the mark that Ferry adds. */
const longestName = 30

async function withAnswers(making: Making, answers: Draft['answers']): Promise<Making> {
  const all = { ...making.draft.answers, ...answers }
  return { ...making, draft: await keepDraft(making.draft, { answers: all }, making.tools) }
}
