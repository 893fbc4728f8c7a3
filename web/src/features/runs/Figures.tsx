import type { Run } from '@/api/types';
import { formatBytes, formatCount, formatDuration } from '@/lib/format';

/** The run's sums. */
export function Figures({ run }: { run: Run }) {
  const duration = run.duration_ms ?? 0;
  const rate = duration > 0 ? `${formatCount(Math.round((run.records_read / duration) * 1000))}/s` : '–';
  const figures = [
    ['Read', formatCount(run.records_read)],
    ['Written', formatCount(run.records_written)],
    ['Rejected', formatCount(run.records_rejected)],
    ['Filtered', formatCount(run.records_filtered)],
    ['Duration', formatDuration(duration)],
    ['Throughput', rate],
    ['Bytes read', formatBytes(run.bytes_read)],
  ];
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4 lg:grid-cols-7">
      {figures.map(([name, value]) => (
        <div key={name} className="rounded-lg border border-line bg-panel px-3 py-2">
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="mt-0.5 text-lg font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
