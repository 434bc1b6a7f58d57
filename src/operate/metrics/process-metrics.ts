import { readdirSync, readFileSync } from 'node:fs'
import type { Registry } from './registry.ts'

/** Metrics of the process and of Node. They are measured when somebody asks, so nothing runs in between. */
export function processMetrics(registry: Registry, lagMs: () => number): () => void {
  const build = registry.gauge('ferry_build_info', 'Always 1; what runs is in the labels.', ['version', 'node'])
  build.set({ version: ferryVersion(), node: process.versions.node }, 1)
  const start = registry.gauge('process_start_time_seconds', 'Start, in seconds since the epoch.', [])
  start.set({}, performance.timeOrigin / 1000)
  const cpu = registry.counter('process_cpu_seconds_total', 'Processor time, of user and system.', [])
  const files = registry.gauge('process_open_fds', 'Open files and connections.', [])
  const resident = registry.gauge('process_resident_memory_bytes', 'Resident memory.', [])
  const heap = registry.gauge('nodejs_heap_size_used_bytes', 'Memory that JavaScript uses.', [])
  const heapTotal = registry.gauge('nodejs_heap_size_total_bytes', 'Memory set aside for JavaScript.', [])
  const external = registry.gauge('nodejs_external_memory_bytes', 'Memory of buffers and libraries.', [])
  const lag = registry.gauge('ferry_event_loop_lag_seconds', 'How late the event loop runs (99th percentile).', [])
  let cpuSeconds = 0
  return () => {
    const { user, system } = process.cpuUsage()
    cpu.add({}, (user + system) / 1e6 - cpuSeconds)
    cpuSeconds = (user + system) / 1e6
    const memory = process.memoryUsage()
    resident.set({}, memory.rss)
    heap.set({}, memory.heapUsed)
    heapTotal.set({}, memory.heapTotal)
    external.set({}, memory.external)
    files.set({}, openFiles())
    lag.set({}, lagMs() / 1000)
  }
}

/** Number of open files. Only Linux tells it; NaN elsewhere. */
function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return Number.NaN
  }
}

export function ferryVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
  return String(version)
}
