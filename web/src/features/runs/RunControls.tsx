import { Pause, Play, RotateCw, Square } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { isAtWork, useRunCommand, type RunCommand } from '@/api/runs';
import type { Run } from '@/api/types';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';

/** What can be asked of the run as it stands. */
export function RunControls({ run }: { run: Run }) {
  const ask = useRunCommand(run.id);
  const confirmation = useRef<HTMLDialogElement>(null);
  const atWork = isAtWork(run.status);
  const canPause = atWork && run.status !== 'paused' && !run.pause_requested && !run.cancel_requested;
  const canResume = atWork && run.pause_requested && !run.cancel_requested;
  const command = (name: RunCommand, label: ReactNode) => (
    <Button onClick={() => ask.mutate(name)} disabled={ask.isPending}>
      {label}
    </Button>
  );

  return (
    <div role="group" aria-label="Run" className="flex flex-wrap items-center gap-2">
      {canPause &&
        command(
          'pause',
          <>
            <Pause aria-hidden className="size-4" />
            Pause
          </>,
        )}
      {canResume &&
        command(
          'resume',
          <>
            <Play aria-hidden className="size-4" />
            Resume
          </>,
        )}
      {run.status === 'failed' &&
        run.retryable &&
        command(
          'retry',
          <>
            <RotateCw aria-hidden className="size-4" />
            Retry from where it stopped
          </>,
        )}
      {atWork && (
        <Button onClick={() => confirmation.current?.showModal()} disabled={ask.isPending || run.cancel_requested}>
          <Square aria-hidden className="size-4" />
          {run.cancel_requested ? 'Cancelling…' : 'Cancel'}
        </Button>
      )}
      {ask.error && (
        <p role="alert" className="text-sm text-bad">
          {ask.error.message}
        </p>
      )}
      <Dialog ref={confirmation} title="Cancel this run?" keep="Keep running" act="Cancel the run" onAct={() => ask.mutate('cancel')}>
        <p>It stops for good: a cancelled run cannot be resumed or retried. What a replaced table or file would have become is removed; records that were added stay.</p>
      </Dialog>
    </div>
  );
}
