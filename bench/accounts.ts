import type { HuaweiAccount } from '../playground/huawei/simulator.ts'

/** OMS answers at most this many tasks a page. */
export const tasksPerAccount = 100

/** The same accounts in every process; keys are made up. */
export function cloudAccounts(count: number): HuaweiAccount[] {
  return Array.from({ length: count }, (_, index) => ({
    projectId: index.toString(16).padStart(32, '0'),
    region: 'cn-north-4',
    accessKey: `EXAMPLEKEY${String(index).padStart(6, '0')}`,
    secretKey: `example-secret-not-real-${index}`,
  }))
}

export function accountName(account: number): string {
  return `account-${String(account).padStart(3, '0')}`
}

/** Fifteen digits, as at OMS. */
export function taskId(account: number, task: number): string {
  return String(100_000_000_000_000 + account * 1000 + task)
}
