import { isAtWork } from '@/api/runs';
import type { Run } from '@/api/types';
import { formatCount } from '@/lib/format';

/** How far a run is: a share where the source knows its size, else only that it moves. */
export function RunProgress({ run }: { run: Run }) {
  const atWork = isAtWork(run.status);
  const expected = run.records_expected;
  const share = atWork ? (expected ? Math.min(1, run.records_read / expected) : undefined) : 1;
  const percent = share === undefined ? undefined : Math.round(share * 100);
  const tone = run.status === 'failed' || run.status === 'cancelled' ? 'bg-muted' : 'bg-accent';
  return (
    <section aria-label="Progress">
      <div role="progressbar" aria-label="Records read" aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} className="h-2 overflow-hidden rounded-full bg-idle-soft">
        <div className={`h-full rounded-full transition-[width] ${tone} ${percent === undefined ? 'w-1/3 animate-pulse' : ''}`} style={percent === undefined ? undefined : { width: `${percent}%` }} />
      </div>
      <p className="mt-1.5 text-sm text-muted">
        {formatCount(run.records_read)}
        {expected && atWork ? ` of ${formatCount(expected)}` : ''} records read
      </p>
    </section>
  );
}
