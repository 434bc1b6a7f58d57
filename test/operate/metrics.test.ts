import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createMetrics } from '../../src/operate/metrics/metrics.ts'
import { createRegistry } from '../../src/operate/metrics/registry.ts'

test('a counter shows its help, its type and one line for each combination of labels', () => {
  const registry = createRegistry()
  const calls = registry.counter('calls_total', 'Calls.', ['provider', 'outcome'])
  calls.add({ provider: 'huawei', outcome: 'ok' })
  calls.add({ provider: 'huawei', outcome: 'ok' }, 2)
  calls.add({ outcome: 'refused', provider: 'naver' })
  expect(registry.render()).toBe(`# HELP calls_total Calls.
# TYPE calls_total counter
calls_total{provider="huawei",outcome="ok"} 3
calls_total{provider="naver",outcome="refused"} 1
`)
})

test('a gauge without labels exists from the start, and has the last value that was set', () => {
  const registry = createRegistry()
  const watches = registry.gauge('watches', 'Watches.', [])
  expect(registry.render()).toContain('\nwatches 0\n')
  watches.set({}, 7)
  watches.set({}, 5)
  expect(registry.render()).toContain('\nwatches 5\n')
})

test('the buckets of a histogram are cumulative and end with +Inf', () => {
  const registry = createRegistry()
  const seconds = registry.histogram('call_seconds', 'Time.', { labels: ['provider'], buckets: [0.1, 1] })
  for (const value of [0.05, 0.1, 0.5, 30]) seconds.observe({ provider: 'upcloud' }, value)
  expect(registry.render()).toBe(`# HELP call_seconds Time.
# TYPE call_seconds histogram
call_seconds_bucket{provider="upcloud",le="0.1"} 2
call_seconds_bucket{provider="upcloud",le="1"} 3
call_seconds_bucket{provider="upcloud",le="+Inf"} 4
call_seconds_sum{provider="upcloud"} 30.65
call_seconds_count{provider="upcloud"} 4
`)
})

test('quotes, backslashes and line breaks are escaped, so that no value can forge a line', () => {
  const registry = createRegistry()
  registry.counter('odd_total', 'A \\ and\na break.', ['label']).add({ label: 'a"b\\c\nd' })
  expect(registry.render()).toBe(`# HELP odd_total A \\\\ and\\na break.
# TYPE odd_total counter
odd_total{label="a\\"b\\\\c\\nd"} 1
`)
})

test('a label with ever new values cannot fill the memory, because the excess is counted as other', () => {
  const registry = createRegistry()
  const calls = registry.counter('calls_total', 'Calls.', ['id'])
  for (let id = 0; id < 1500; id += 1) calls.add({ id: String(id) })
  expect(registry.render()).toContain('calls_total{id="other"} 500\n')
})

test('Ferry declares its metrics once, and measures the process when they are read', () => {
  const metrics = createMetrics({ lagMs: () => 12 })
  metrics.commands.add({ verb: 'status', outcome: 'ok' })
  metrics.providerSeconds.observe({ provider: 'huawei', operation: 'list' }, 0.2)
  const text = metrics.render()
  expect(text).toContain('ferry_commands_total{verb="status",outcome="ok"} 1')
  expect(text).toContain('ferry_provider_call_seconds_bucket{provider="huawei",operation="list",le="0.25"} 1')
  expect(text).toContain('ferry_event_loop_lag_seconds 0.012')
  expect(text).toMatch(/process_resident_memory_bytes \d{6,}/)
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(text).toContain(`ferry_build_info{version="${version}",node="${process.versions.node}"} 1\n`)
  for (const name of ['process_cpu_seconds_total', 'process_open_fds', 'nodejs_heap_size_used_bytes']) {
    expect(Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])).toBeGreaterThan(0)
  }
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
  expect(new Set(names).size).toBe(names.length)
})
