import type { KnownBlock } from '@slack/types'
import type { Takes } from '../../migrations/fields/index.ts'
import { defaultsOf, type PreflightCheck, type Spec } from '../../migrations/spec/spec.ts'
import { choices, context, divider, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Modal } from '../blocks/message.ts'
import { checkLines, defaultsLine, specLines } from '../words/spec-lines.ts'
import { code } from '../words/text.ts'
import { anewOf, commandOf, firstBlocks, memoOf, type PageFacts, startOver, stepLine, titleOf } from './page.ts'

export type Summary = PageFacts & {
  spec: Spec
  /** Fields of the kind. */
  takes: Takes
  checks: readonly PreflightCheck[]
  /** The warning that nobody could approve the request, with what to do about it. */
  stuck?: string
}

/**
 * The last page of the form: everything that will be created, and the findings. Failures have to be corrected; doubts
 * need an agreement.
 */
export function summaryPage(summary: Summary): Modal {
  const { id, spec, takes, checks, stuck, edits } = summary
  const isBlocked = checks.some(({ outcome }) => outcome === 'fail')
  const isDoubtful = checks.some(({ outcome }) => outcome === 'warn' || outcome === 'unknown')
  return formModal({
    title: titleOf(summary, 'summary'),
    submit: isBlocked ? 'Check again' : edits === undefined ? 'Request approval' : 'Change request',
    memo: memoOf(summary, 'summary'),
    ...anewOf(summary),
    blocks: [
      ...firstBlocks(summary),
      context(`${stepLine('summary')} · nothing has been requested yet`),
      section(specLines(spec).join('\n')),
      divider,
      ...findings(checks),
      ...(stuck === undefined ? [] : [section(stuck)]),
      ...(isDoubtful && !isBlocked ? [agreement()] : []),
      ...(isBlocked ? [context('Fix everything marked ✗ before you request approval.')] : []),
      ...defaultsLine(spec, defaultsOf(takes)).map(context),
      ...(edits === undefined ? [] : [context(`This changes ${code(edits)}. Any change voids its approvals.`)]),
      ...choices(
        [
          { label: 'Options', command: commandOf(id, 'options'), inPlace: true },
          { label: 'Change source', command: commandOf(id, 'source'), inPlace: true },
        ],
        [
          { label: 'Change destination', command: commandOf(id, 'target'), inPlace: true },
          { label: 'Change account', command: commandOf(id, 'account'), inPlace: true },
          ...startOver(summary),
        ],
      ),
    ],
  })
}

/** The findings of the checks. Each problem or doubt has its own section, so that a long reason pushes out no other. */
function findings(checks: readonly PreflightCheck[]): KnownBlock[] {
  if (checks.length === 0) return [section('Nothing could be checked in advance.')]
  const passed = checks.filter(({ outcome }) => outcome === 'pass')
  const others = checks.filter(({ outcome }) => outcome !== 'pass')
  return [
    ...checkLines(others).map((line) => section(line)),
    ...(passed.length === 0 ? [] : [section(checkLines(passed).join('\n'))]),
  ]
}

function agreement(): KnownBlock {
  return question({
    name: 'agreed',
    label: 'About the warnings',
    ticks: [{ value: 'yes', label: 'I understand and want to continue' }],
  })
}
