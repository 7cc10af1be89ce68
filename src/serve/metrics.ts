/** Counters in the Prometheus text format, version 0.0.4. Labels come from fixed sets only. */
import type { ScanResult } from '../core/index.js';

const BUCKETS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];

export class Metrics {
  readonly #counters = new Map<string, Map<string, number>>();
  readonly #times = new Map<string, { sum: number; count: number; buckets: number[] }>();
  readonly #started = Date.now() / 1000;

  add(name: string, labels: Readonly<Record<string, string>>, by = 1): void {
    const rows = this.#counters.get(name) ?? new Map<string, number>();
    this.#counters.set(name, rows);
    const key = labelText(labels);
    rows.set(key, (rows.get(key) ?? 0) + by);
  }

  time(route: string, seconds: number): void {
    const row = this.#times.get(route) ?? { sum: 0, count: 0, buckets: BUCKETS.map(() => 0) };
    this.#times.set(route, row);
    row.sum += seconds;
    row.count++;
    BUCKETS.forEach((bound, i) => {
      if (seconds <= bound) row.buckets[i]!++;
    });
  }

  result(result: ScanResult): void {
    this.add('leaklint_results_total', { verdict: result.verdict });
    for (const { entity, disposition } of result.findings) {
      this.add('leaklint_findings_total', { entity, disposition });
    }
  }

  render(gauges: Readonly<Record<string, number>>, version: string): string {
    const lines: string[] = [];
    for (const [name, rows] of [...this.#counters].sort()) {
      lines.push(`# TYPE ${name} counter`);
      for (const [labels, value] of rows) lines.push(`${name}${labels} ${value}`);
    }
    lines.push('# TYPE leaklint_request_seconds histogram');
    for (const [route, { sum, count, buckets }] of this.#times) {
      BUCKETS.forEach((le, i) => {
        lines.push(`leaklint_request_seconds_bucket${labelText({ route, le: String(le) })} ${buckets[i]}`);
      });
      lines.push(`leaklint_request_seconds_bucket${labelText({ route, le: '+Inf' })} ${count}`);
      lines.push(`leaklint_request_seconds_sum${labelText({ route })} ${sum}`);
      lines.push(`leaklint_request_seconds_count${labelText({ route })} ${count}`);
    }
    const all = {
      ...gauges,
      process_resident_memory_bytes: process.memoryUsage.rss(),
      process_start_time_seconds: this.#started,
    };
    for (const [name, value] of Object.entries(all)) lines.push(`# TYPE ${name} gauge`, `${name} ${value}`);
    lines.push('# TYPE leaklint_build_info gauge', `leaklint_build_info${labelText({ version })} 1`);
    return `${lines.join('\n')}\n`;
  }
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (one) => (one === '\n' ? '\\n' : `\\${one}`))}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
