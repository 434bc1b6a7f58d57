import { mostNeeded, type StricterRule } from '../../../approvals/policy.ts'
import { mostInRule, mostRules, typedRules } from '../../../approvals/typed-rules.ts'
import { defined } from '../../../defined.ts'
import type { Answers } from '../../machine/command.ts'
import { readSubjects } from './people.ts'

export type RuleAnswers =
  | { ok: true; rule: StricterRule; rules: readonly StricterRule[] }
  | { ok: false; problems: Readonly<Record<string, string>> }

/** The rules and accounts that a new rule joins. */
export type RulesSoFar = { rules: readonly StricterRule[]; accounts: readonly string[] }

/** Reads the page that adds a rule, or everything that is wrong with its answers. Pure. */
export function readNewRule(answers: Answers, { rules, accounts }: RulesSoFar): RuleAnswers {
  const account = answers.ruleAccount
  const aboveBytes = answers.ruleSize === undefined ? undefined : readSize(answers.ruleSize, answers.ruleUnit)
  const needed = Number(answers.ruleNeeded ?? Number.NaN)
  const people = readSubjects(answers.rulePeople ?? '', mostInRule)
  const groups = readSubjects(answers.ruleGroups ?? '', mostInRule)
  const approvers = [...(people ?? []), ...(groups ?? [])]
  const isNamed = people !== undefined && groups?.every(({ type }) => type === 'group')
  const rule: StricterRule = {
    ...defined({ account, aboveBytes }),
    needed,
    ...(approvers.length === 0 ? {} : { approvers }),
  }
  const problems = {
    ...whereProblems(rule, { rules, accounts, isSizeGiven: answers.ruleSize !== undefined }),
    ...(Number.isInteger(needed) && needed >= 1 && needed <= mostNeeded ? {} : { ruleNeeded: 'Choose a number.' }),
    ...(isNamed && approvers.length <= mostInRule
      ? {}
      : { ruleGroups: `Choose at most ${mostInRule} people and user groups together.` }),
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const all = [...rules, rule]
  return typedRules(all).length > mostCharacters
    ? { ok: false, problems: { ruleGroups: 'The rules name too many people. Name a user group instead.' } }
    : { ok: true, rule, rules: all }
}

/** Most characters of all rules as typed, so that the form can carry them. */
const mostCharacters = 2800

type WhereAsked = RulesSoFar & { isSizeGiven: boolean }

/** Problems of the place where a rule holds. */
function whereProblems(
  { account, aboveBytes }: StricterRule,
  { rules, accounts, isSizeGiven }: WhereAsked,
): Record<string, string> {
  const at = accounts.length === 0 ? 'ruleSize' : 'ruleAccount'
  if (isSizeGiven && aboveBytes === undefined) return { ruleSize: 'Type a number above 0, such as 10 or 1.5' }
  if (account === undefined && aboveBytes === undefined) return { [at]: 'Choose an account, type a size, or both.' }
  if (account !== undefined && !accounts.includes(account)) {
    return { [at]: 'This account is not connected any more. Choose another one.' }
  }
  if (rules.some((rule) => rule.account === account && rule.aboveBytes === aboveBytes)) {
    return { [at]: 'There is a rule for exactly this already. Remove that one first.' }
  }
  return rules.length >= mostRules ? { [at]: `A policy has at most ${mostRules} rules.` } : {}
}

const units: Readonly<Record<string, number>> = { gb: 1e9, tb: 1e12, pb: 1e15 }

/** Reads a size as whole bytes. Undefined if it is no size, or larger than a number can hold exactly. */
export function readSize(text: string, unit = 'TB'): number | undefined {
  const number = /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text.trim()) : Number.NaN
  const bytes = Math.round(number * (units[unit.toLowerCase()] ?? Number.NaN))
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined
}
