import { type Subject, subjectOf } from '../../../access/roles.ts'
import { type ApprovalPolicy, mostNamed } from '../../../approvals/policy.ts'
import type { Answers } from '../../machine/command.ts'

export type Who = Pick<ApprovalPolicy, 'requesters' | 'approvers' | 'escalateTo' | 'breakGlass'>

/**
 * Reads whom the policy form names. `problems` are keyed by question. The question about requesters keeps the names
 * `askPeople` and `askGroups`, so that forms opened by an earlier version are read correctly. Pure.
 */
export function readWho(answers: Answers): { who: Who; problems: Readonly<Record<string, string>> } {
  const requesters = readNamed(answers.askPeople, answers.askGroups)
  const approvers = readNamed(answers.approvePeople, answers.approveGroups)
  const escalateTo = readOne(answers.escalatePerson, answers.escalateGroup)
  const breakGlass = readOne(answers.onCallPerson, answers.onCallGroup)
  const problems = {
    ...(requesters === undefined ? { askGroups: groupIds } : {}),
    ...(approvers === undefined ? { approveGroups: groupIds } : {}),
    ...(escalateTo === 'unclear' ? { escalateGroup: oneOfTwo } : {}),
    ...(breakGlass === 'unclear' ? { onCallGroup: oneOfTwo } : {}),
  }
  const who = {
    ...(requesters?.length ? { requesters } : {}),
    ...(approvers?.length ? { approvers } : {}),
    ...(typeof escalateTo === 'object' ? { escalateTo } : {}),
    ...(typeof breakGlass === 'object' ? { breakGlass } : {}),
  }
  return { who, problems }
}

/**
 * Reads ids separated by commas or spaces, or written as Slack's mentions, each once. Undefined if one is no id or
 * there are too many.
 */
export function readSubjects(text: string, most: number): readonly Subject[] | undefined {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '')
  const found = words.map((word) => /^(?:<@|<!subteam\^)?([UWS][A-Z0-9]{2,14})(?:\|[^>]*)?>?$/i.exec(word)?.[1])
  const known = [...new Set(found.filter((id) => id !== undefined).map((id) => id.toUpperCase()))]
  return found.includes(undefined) || known.length > most ? undefined : known.map(subjectOf)
}

const oneOfTwo = 'Choose a person or a user group, not both.'
const groupIds = `Choose at most ${mostNamed} user groups, by their names.`

/** The people chosen and the user groups typed at one question. Undefined if either cannot be read. */
function readNamed(people = '', groups = ''): readonly Subject[] | undefined {
  const typed = readSubjects(groups, mostNamed)
  const chosen = readSubjects(people, mostNamed)
  return typed?.every(({ type }) => type === 'group') && chosen !== undefined ? [...chosen, ...typed] : undefined
}

function readOne(person: string | undefined, group: string | undefined): Subject | 'unclear' | undefined {
  const id = group?.trim().toUpperCase()
  if (person !== undefined) return id === undefined ? { type: 'user', id: person } : 'unclear'
  if (id === undefined) return undefined
  return /^S[A-Z0-9]{2,}$/.test(id) ? { type: 'group', id } : 'unclear'
}
