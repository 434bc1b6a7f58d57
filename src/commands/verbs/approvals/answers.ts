import { mostNeeded, type StricterRule } from '../../../approvals/policy.ts'
import { mostInRule, mostRules } from '../../../approvals/typed-rules.ts'
import { defined } from '../../../defined.ts'
import type { PolicyChange } from '../../../requests/policies.ts'
import type { Answers } from '../../machine/command.ts'
import { readSubjects, readWho } from './people.ts'
import { readSize } from './rules.ts'

export type PolicyAnswers =
  | { ok: true; policy: Omit<PolicyChange, 'changedBy'> }
  | { ok: false; problems: Readonly<Record<string, string>> }

/** The rules that the form listed, if it listed any, and the accounts that its rules can be about. */
type Asked = { rules: readonly StricterRule[] | undefined; accounts: readonly string[] }

/** Reads the answers of the policy form, or everything that is wrong with them. Pure. */
export function readPolicy(answers: Answers, { rules, accounts }: Asked): PolicyAnswers {
  const hours = readHours(answers.expires)
  const reminders = readAll(
    (answers.reminders ?? '').split(/[\s,;]+/).filter((part) => part !== ''),
    readHours,
  )
  // Forms that Ferry 0.1 opened have the rules as text. This is understood until 0.3.0.
  const stricter = rules ?? readAll(linesIn(answers.stricter), (line) => readRule(line, accounts))
  const { who, problems: unclear } = readWho(answers)
  const needed = Number(answers.needed ?? Number.NaN)
  const problems = {
    ...(isCount(needed) ? {} : { needed: 'Choose a number.' }),
    ...(hours === undefined ? { expires: 'Type hours from 1 to 720, such as 24' } : {}),
    ...(reminders === undefined ? { reminders: 'Type hours after the request, separated by commas: 4, 20' } : {}),
    ...(stricter === undefined
      ? { stricter: `Type one rule per line: ${ruleExamples}. Only connected accounts count.` }
      : {}),
    ...unclear,
  }
  const isWhole = hours !== undefined && reminders !== undefined && stricter !== undefined
  if (!isWhole || Object.keys(problems).length > 0) return { ok: false, problems }
  const policy = {
    ...defined({ channel: answers.channel }),
    ...who,
    needed,
    allowsSelf: answers.self === 'yes',
    expiresAfterMs: hours * hourMs,
    remindAfterMs: reminders.map((one) => one * hourMs).toSorted((a, b) => a - b),
    stricter,
  }
  return { ok: true, policy }
}

const ruleExamples = 'prod-hw 2, > 10 TB 3, prod-hw > 1 TB 2 by S012ABCDEF'

const hourMs = 3_600_000
const mostHours = 720

function readHours(text = ''): number | undefined {
  const hours = Number(text.trim() === '' ? Number.NaN : text)
  return hours >= 1 && hours <= mostHours ? hours : undefined
}

/** Reads every text. Undefined if one cannot be read or there are too many. */
function readAll<Item>(texts: readonly string[], read: (text: string) => Item | undefined): Item[] | undefined {
  const all = texts.map(read)
  const good = all.filter((item) => item !== undefined)
  return good.length === all.length && all.length <= mostRules ? good : undefined
}

function linesIn(text = ''): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Reads a rule: an account, a size or both, and how many people have to approve. */
function readRule(line: string, accounts: readonly string[]): StricterRule | undefined {
  const [, name, size, unit = '', count, by] =
    /^([a-z0-9][a-z0-9-]*)?\s*(?:>\s*(\d+(?:\.\d+)?)\s*(gb|tb|pb))?\s+(\d)(?:\s+by\s+(.+))?$/i.exec(line) ?? []
  const account = name?.toLowerCase()
  const needed = Number(count ?? Number.NaN)
  const aboveBytes = size === undefined ? undefined : readSize(size, unit)
  if (!isCount(needed) || (account === undefined && aboveBytes === undefined)) return undefined
  if (account !== undefined && !accounts.includes(account)) return undefined
  const approvers = by === undefined ? [] : readSubjects(by, mostInRule)
  if (approvers === undefined) return undefined
  return {
    ...defined({ account, aboveBytes }),
    needed,
    ...(approvers.length === 0 ? {} : { approvers }),
  }
}

function isCount(needed: number): boolean {
  return Number.isInteger(needed) && needed >= 0 && needed <= mostNeeded
}
