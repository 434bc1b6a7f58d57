import { defined } from '../../defined.ts'
import type { CdnCheck } from '../../migrations/spec/places.ts'
import { formatTrail, type Trail } from '../../migrations/typed/trail.ts'
import { choices, context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { code, notice, sentence } from '../words/text.ts'
import { way } from './ways.ts'

export type CdnForm = {
  trail: Trail & { bucket: string }
  /** The address as far as it was typed. */
  domain?: string
  authentications: readonly { value: string; label: string }[]
  channel?: string
}

/** The form for what checking a content delivery network needs. */
export function cdnForm({ trail, domain, authentications, channel }: CdnForm): Modal {
  return formModal({
    title: 'Check a CDN',
    submit: 'Check',
    memo: { command: `${formatTrail(trail) ?? 'browse'} --cdn ?`, ...defined({ channel }) },
    blocks: [
      section(
        `Check whether the objects of ${code(trail.bucket)} can be read through the content delivery network in front of it. Nothing is changed.`,
      ),
      question({
        name: 'domain',
        label: 'CDN address',
        placeholder: 'https://cdn.example.com',
        maxLength: 1024,
        ...defined({ initial: domain }),
      }),
      question({ name: 'authentication', label: 'Authentication', choices: authentications }),
      context('If it needs a key, Ferry uses the CDN key of the storage key.'),
    ],
  })
}

export function cdnResult(trail: Trail & { bucket: string }, domain: string, { canRead, problem }: CdnCheck): Message {
  const objects = `the objects of ${code(trail.bucket)}`
  const but = problem === undefined ? '.' : `, but ${sentence(problem)}.`
  const because = problem === undefined ? '.' : `: ${sentence(problem)}.`
  return {
    text: notice(canRead ? `${domain} serves ${trail.bucket}` : `${domain} does not serve ${trail.bucket}`),
    blocks: [
      section(
        canRead
          ? `${problem === undefined ? ':white_check_mark:' : ':warning:'} ${code(domain)} serves ${objects}${but}`
          : `:x: ${code(domain)} does not serve ${objects}${because}`,
      ),
      ...choices(way('Back to the bucket', { ...trail, path: '' })),
    ],
  }
}
