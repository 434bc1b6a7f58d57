import type { MigrationRequest } from '../../../approvals/request.ts'
import { isOpen } from '../../../approvals/transitions.ts'
import { AppError } from '../../../errors/errors.ts'
import { answersOf } from '../../../migrations/fields/form.ts'
import type { Draft, DraftOrigin } from '../../../migrations/spec/draft.ts'
import { assertEditable } from '../../../requests/decide.ts'
import type { Invocation, Reply, Tools } from '../../machine/command.ts'
import { findRequest } from '../../request-acts.ts'
import { type Beginning, beginFilled } from './begin.ts'
import { draftsFrom, keepDraft, newDraft } from './drafts.ts'

/** Opens a person's own waiting request for a change, with changes that they have not sent yet. */
export async function beginEdit({ flags, origin }: Invocation, tools: Tools): Promise<Reply> {
  const request = await named('edit', flags.edit, tools)
  assertEditable(request, { by: origin.user, now: tools.clock.now() })
  const begun = await draftsFrom(request, origin.user, tools)
  const draft = begun.find(({ from }) => from?.type === 'edit') ?? draftOf('edit', request, origin.user)
  return show(draft, { origin, tools })
}

/** Repeats a decided request, with changes that came too late for it. */
export async function beginAgain({ flags, origin }: Invocation, tools: Tools): Promise<Reply> {
  const request = await named('again', flags.again, tools)
  if (isOpen(request, tools.clock.now())) throw stillWaits(request)
  const begun = await draftsFrom(request, origin.user, tools)
  const fresh = draftOf('again', request, origin.user)
  const late = begun[0] === undefined ? fresh : { ...fresh, answers: begun[0].answers }
  return show(begun.find(({ from }) => from?.type === 'again') ?? late, { origin, tools })
}

/** Resets a draft to the present content of its request. */
export async function beginAnew(draft: Draft, from: DraftOrigin, at: Beginning): Promise<Reply> {
  const { spec, specHash } = await named(from.type, from.request, at.tools)
  return show({ ...draft, from: { ...from, specHash } }, at, answersOf(spec))
}

async function show(draft: Draft, at: Beginning, answers = draft.answers): Promise<Reply> {
  return beginFilled(await keepDraft(draft, { answers, step: 'summary' }, at.tools), at)
}

function named(flag: DraftOrigin['type'], typed = '', tools: Tools): Promise<MigrationRequest> {
  const verb = `create --${flag}`
  return findRequest({ words: [typed] }, { verb, usage: `${verb} r-7f3a2c` }, tools)
}

function draftOf(type: DraftOrigin['type'], { id, spec, specHash }: MigrationRequest, user: string): Draft {
  const from = { type, request: id, specHash }
  return { ...newDraft(user, { answers: answersOf(spec), step: 'summary' }), from }
}

function stillWaits({ id }: MigrationRequest): AppError {
  const problem = `\`${id}\` is still waiting for approval: the requester can change it.`
  return new AppError('usage', { problem, usage: `create --edit ${id}` })
}
