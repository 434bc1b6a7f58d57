import { isAppError } from '../../../errors/errors.ts'
import type { Draft } from '../../../migrations/spec/draft.ts'
import type { SpecProblems } from '../../../migrations/spec/spec.ts'
import { problemInBrief } from '../../problem-words.ts'
import { type CreateContext, readDraft } from './context.ts'
import { keepDraft } from './drafts.ts'
import { canFindRegion } from './pages.ts'

export type Completed = { context: CreateContext /** What could not be found out, and what to do. */; problem?: string }

/** Fills in what Ferry can find out: the region of the source, and a name if the provider needs one. */
export async function complete(context: CreateContext): Promise<Completed> {
  const { context: placed, problem } = await withRegion(context)
  const named = await withName(placed)
  return problem === undefined ? { context: named } : { context: named, problem }
}

/** The problems of a draft, without that of a region that Ferry can find out. */
export async function problemsToMend(context: CreateContext): Promise<SpecProblems> {
  const { spec, problems } = await readDraft(context)
  if (!canFindRegion(context) || spec.source.region !== undefined) return problems
  const { 'source.region': _, ...others } = problems
  return others
}

/** Asks the cloud for the region of the source, once the rest of the source has no problem. */
async function withRegion(context: CreateContext): Promise<Completed> {
  const { spec, keys, problems } = await readDraft(context)
  const { bucket, cloud, appId } = spec.source
  const others = Object.keys(await problemsToMend(context)).filter((field) => field.startsWith('source.'))
  const isWanted = problems['source.region'] !== undefined && spec.source.region === undefined
  if (!isWanted || others.length > 0 || bucket === undefined || !canFindRegion(context)) return { context }
  const query = {
    bucket,
    ...(cloud && { cloud }),
    ...(appId && { appId }),
    ...(keys.source && { secret: keys.source }),
  }
  try {
    const region = await context.connection.browse?.bucketRegion?.(query, {})
    return region === undefined ? { context } : { context: await withAnswers(context, { 'source.region': region.id }) }
  } catch (error) {
    if (!isAppError(error)) throw error
    return {
      context,
      problem: `Ferry could not detect the bucket’s region: ${problemInBrief(error)} Choose it below.`,
    }
  }
}

/** Makes a name of the two buckets if the provider needs one. People can change it among the options. */
async function withName(context: CreateContext): Promise<CreateContext> {
  const { spec, problems } = await readDraft(context)
  if (problems.name === undefined || spec.name !== undefined || spec.target.bucket === '') return context
  const plain = `${spec.source.bucket ?? 'list'}-to-${spec.target.bucket}`.replaceAll(/[^A-Za-z0-9-]+/g, '-')
  return withAnswers(context, { name: plain.slice(0, longestName).replace(/-+$/, '') })
}

/** Longest name in characters that fits every provider together with Ferry's mark. */
const longestName = 30

async function withAnswers(context: CreateContext, answers: Draft['answers']): Promise<CreateContext> {
  const all = { ...context.draft.answers, ...answers }
  return { ...context, draft: await keepDraft(context.draft, { answers: all }, context.tools) }
}
