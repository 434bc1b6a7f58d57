import type { HuaweiAccount } from '../../playground/huawei/simulator.ts'

/** Number of tasks per account: OMS lists at most this many on a page. */
export const tasksPerAccount = 100

/** The accounts, the same in every process. The keys are fake. */
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

/** The id of a task: fifteen digits, as at OMS. */
export function taskId(account: number, task: number): string {
  return String(100_000_000_000_000 + account * 1000 + task)
}
