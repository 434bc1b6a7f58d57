import { context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { plural } from '../words/format.ts'
import { escaped, notice } from '../words/text.ts'

/** How one part of Ferry stands. */
export type Finding = {
  part: string
  /** `unknown`: nobody can tell from here, which is no trouble. */
  state: 'well' | 'ill' | 'unknown'
  says: string
  /** The remedy. */
  mend?: string
  /** Id of the channel that it is about. */
  channel?: string
}

/** Troubles, each with its mend, and below them everything that was examined, as one text to copy. */
export function doctorPage(findings: readonly Finding[]): Message {
  const ill = findings.filter(({ state }) => state === 'ill')
  const verdict = verdictOn(findings)
  return {
    text: notice(verdict),
    blocks: [
      section(`${ill.length === 0 ? ':white_check_mark:' : ':x:'} *${verdict}*`),
      ...ill.slice(0, mostExplained).map((finding) => section(illness(finding))),
      ...(ill.length > mostExplained ? [context(`${ill.length - mostExplained} more below`)] : []),
      section(`\`\`\`${boxed(findings)}\`\`\``),
      context('The box holds no secrets, so you can copy it to the person who helps you.'),
    ],
  }
}

/** The same for a terminal. */
export function doctorText(findings: readonly Finding[]): string {
  const widest = Math.max(...findings.map(({ part }) => part.length))
  const lines = findings.flatMap(({ part, state, says, mend }) => [
    `${marks[state]} ${part.padEnd(widest)}  ${says}`,
    ...(state === 'well' || mend === undefined ? [] : [`${' '.repeat(widest + 6)}→ ${mend}`]),
  ])
  return `${lines.join('\n')}\n\n${verdictOn(findings)}\n`
}

export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'ill')
}

/** Most things that are explained above the box, so that the answer stays on one screen. */
const mostExplained = 5
/** Longest text in the box, a few screens of a phone. */
const boxLength = 1800

const marks: Record<Finding['state'], string> = { well: 'ok ', ill: 'BAD', unknown: '?  ' }

function verdictOn(findings: readonly Finding[]): string {
  const count = findings.filter(({ state }) => state === 'ill').length
  return count === 0 ? 'All is well.' : `${plural(count, 'thing')} ${count === 1 ? 'needs' : 'need'} you.`
}

function illness({ part, says, mend, channel }: Finding): string {
  const place = channel === undefined ? escaped(part) : `<#${escaped(channel)}>`
  return `*${place}*: ${escaped(says)}${mend === undefined ? '' : `\n→ ${escaped(mend)}`}`
}

/** The findings, those that are ill first. What has no room is counted. */
function boxed(findings: readonly Finding[]): string {
  const sorted = [
    ...findings.filter(({ state }) => state === 'ill'),
    ...findings.filter(({ state }) => state !== 'ill'),
  ]
  const lines: string[] = []
  let length = 0
  for (const { part, state, says } of sorted) {
    const line = escaped(`${marks[state]} ${part}: ${says}`.replaceAll('`', '’'))
    if (length + line.length > boxLength) return [...lines, `… and ${sorted.length - lines.length} more`].join('\n')
    lines.push(line)
    length += line.length + 1
  }
  return lines.join('\n')
}
