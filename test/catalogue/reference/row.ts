/**
 * A code of Huawei's OMS API reference (issue 01, 2025-12-04): the table that lists it, and the statuses of its rows in
 * the current table (6.2). The outdated table (6.3) gives no statuses.
 */
export type ReferenceRow = readonly [code: string, statuses: readonly number[], table: 'current' | 'outdated' | 'both']
