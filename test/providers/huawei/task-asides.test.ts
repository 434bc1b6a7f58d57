import { expect, test } from 'vitest'
import type { Migration } from '../../../src/migrations/migration.ts'
import { taskToMigration } from '../../../src/providers/huawei/translate/tasks.ts'
import { wireTask } from '../../../src/providers/huawei/wire/tasks.ts'

test.each<[object, Migration['mishaps']]>([
  [{ smn_info: { notify_result: true, notify_error_message: 'string' } }, undefined],
  [
    { smn_info: { notify_result: false, notify_error_message: 'S3M.0158' } },
    [{ what: 'notification', code: 'S3M.0158' }],
  ],
  [
    { smn_info: { notify_result: 'false', notify_error_message: 'OMS.0157: no such topic' } },
    [{ what: 'notification', code: 'OMS.0157', message: 'OMS.0157: no such topic' }],
  ],
  [{ smn_info: { notify_result: false, notify_error_message: null } }, [{ what: 'notification' }]],
  [
    { smn_info: { notify_result: false, notify_error_message: 'OMS.0157', topic_name: 'night-shift' } },
    [{ what: 'notification', code: 'OMS.0157', topic: 'night-shift' }],
  ],
  [
    { smn_info: { notify_result: false, notify_error_message: 'OMS.0157', topic_name: '' } },
    [{ what: 'notification', code: 'OMS.0157' }],
  ],
  [{ success_record_error_reason: '', skip_record_error_reason: null }, undefined],
  [
    { success_record_error_reason: 'S3M.0309', skip_record_error_reason: 'S3M.0311' },
    [
      { what: 'record of copied objects', code: 'S3M.0309' },
      { what: 'record of skipped objects', code: 'S3M.0311' },
    ],
  ],
])('problems beside the copying: %j', (told, mishaps) => {
  expect(migrationOf({ id: 1, status: 5, ...told }).mishaps).toEqual(mishaps)
})

test('a notification is not reported as missing before the end', () => {
  const told = { smn_info: { notify_result: false, notify_error_message: 'S3M.0158' } }
  expect(migrationOf({ id: 1, status: 2, ...told }).mishaps).toBeUndefined()
})

// Failed objects that do not fit the list would be lost.
test.each([
  [100_000, true],
  [100_001, false],
  [null, true],
])('a task with %s failed objects can retry only those: %s', (failed_num, canRetry) => {
  const task = { id: 1, status: 4, failed_num, failed_object_record: { result: true, list_file_key: 'failed.txt' } }
  expect(migrationOf(task).failedObjects).toEqual({ canRetry, listKey: 'failed.txt' })
})

test.each<[object, Migration['copying']]>([
  [{}, undefined],
  [{ object_overwrite_mode: '', consistency_check: null, dst_storage_policy: null }, undefined],
  [{ object_overwrite_mode: 'IF_THE_MOON_IS_FULL', consistency_check: 'by eye' }, undefined],
  [
    {
      object_overwrite_mode: 'CRC64_COMPARISON_OVERWRITE',
      consistency_check: 'no_check',
      dst_storage_policy: 'IA',
      enable_kms: true,
      enable_metadata_migration: false,
      enable_restore: true,
      enable_requester_pays: true,
      enable_failed_object_recording: false,
    },
    {
      overwrite: 'if checksum differs',
      check: 'none',
      storageClass: 'IA',
      encrypts: true,
      copiesMetadata: false,
      restoresArchived: true,
      requesterPays: true,
      recordsFailures: false,
    },
  ],
])('the options of a task: %j', (told, copying) => {
  expect(migrationOf({ id: 1, ...told }).copying).toEqual(copying)
})

function migrationOf(task: object): Migration {
  return taskToMigration(wireTask.parse(task), { account: 'prod-hw', readAt: 0 })
}
