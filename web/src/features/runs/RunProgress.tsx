import { isAtWork } from '@/api/runs';
import type { Run } from '@/api/types';
import { formatBytes, formatCount } from '@/lib/format';

/** How far a run is: a share where the source knows its size, else only that it moves; and what it waits for. */
export function RunProgress({ run }: { run: Run }) {
  const atWork = isAtWork(run.status);
  const moves = atWork && run.status !== 'paused' && run.status !== 'pending';
  const isComplete = run.status === 'success' || run.status === 'warning';
  const expected = run.records_expected;
  const isSomewhere = moves || run.records_read > 0;
  const share = isComplete ? 1 : expected ? Math.min(1, run.records_read / expected) : isSomewhere ? undefined : 0;
  const percent = share === undefined ? undefined : Math.round(share * 100);
  const tone = moves || isComplete ? 'bg-accent' : 'bg-muted';
  // Records count when a segment of them is sealed; in between, bytes tell that it moves.
  const bytes = moves ? (run.heartbeat?.bytes ?? 0) : 0;
  return (
    <section aria-label="Progress">
      <div role="progressbar" aria-label="Records read" aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} className="h-2 overflow-hidden rounded-full bg-idle-soft">
        <div className={`h-full rounded-full transition-[width] ${tone} ${percent === undefined ? `w-1/3 ${moves ? 'animate-pulse' : ''}` : ''}`} style={percent === undefined ? undefined : { width: `${percent}%` }} />
      </div>
      <p className="mt-1.5 text-sm text-muted">
        {formatCount(run.records_read)}
        {expected && !isComplete ? ` of ${formatCount(expected)}` : ''} {run.records_read === 1 && !expected ? 'record' : 'records'} read
        {bytes > 0 && ` · ${formatBytes(bytes)} so far`}
        {run.waits_for && <Waiting waitsFor={run.waits_for} />}
      </p>
    </section>
  );
}

function Waiting({ waitsFor }: { waitsFor: NonNullable<Run['waits_for']> }) {
  return (
    <>
      {' · '}waits for: {waitsFor.reason}
      {waitsFor.until && (
        <>
          {' '}
          Goes on at <time dateTime={waitsFor.until}>{new Date(waitsFor.until).toLocaleTimeString()}</time>.
        </>
      )}
    </>
  );
}
