import { useRef } from 'react';
import { isAtWork, useRunCommand } from '@/api/runs';
import type { RunCommand } from '@/api/runs';
import type { Run } from '@/api/types';
import { Button } from '@/components/ui/Button';

/** What can be asked of the run as it stands. */
export function RunControls({ run }: { run: Run }) {
  const ask = useRunCommand(run.id);
  const confirmation = useRef<HTMLDialogElement>(null);
  const atWork = isAtWork(run.status);
  const canPause = atWork && run.status !== 'paused' && !run.pause_requested && !run.cancel_requested;
  const canResume = atWork && run.pause_requested && !run.cancel_requested;
  const command = (name: RunCommand, label: string) => (
    <Button onClick={() => ask.mutate(name)} disabled={ask.isPending}>
      {label}
    </Button>
  );

  return (
    <div role="group" aria-label="Run" className="flex flex-wrap items-center gap-2">
      {canPause && command('pause', 'Pause')}
      {canResume && command('resume', 'Resume')}
      {run.status === 'failed' && run.retryable && command('retry', 'Retry')}
      {atWork && (
        <Button onClick={() => confirmation.current?.showModal()} disabled={ask.isPending || run.cancel_requested}>
          {run.cancel_requested ? 'Cancelling…' : 'Cancel'}
        </Button>
      )}
      {ask.error && (
        <p role="alert" className="text-sm text-bad">
          {ask.error.message}
        </p>
      )}
      <dialog ref={confirmation} aria-labelledby="cancel-title" aria-describedby="cancel-text" className="m-auto max-w-md rounded-lg border border-line bg-panel p-5 text-inherit backdrop:bg-black/40">
        <h2 id="cancel-title" className="font-medium">
          Cancel this run?
        </h2>
        <p id="cancel-text" className="mt-2 text-sm text-muted">
          It stops for good: a cancelled run cannot be resumed or retried. What a replaced table or file would have become is removed; records that were added stay.
        </p>
        <form method="dialog" className="mt-4 flex justify-end gap-2">
          <Button type="submit">Keep running</Button>
          <Button type="submit" onClick={() => ask.mutate('cancel')}>
            Cancel the run
          </Button>
        </form>
      </dialog>
    </div>
  );
}
