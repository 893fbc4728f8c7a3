import { useRef } from 'react';
import { Link } from 'react-router';
import { ApiError } from '@/api/client';
import { useHeldLetters, useRelease } from '@/api/deadLetters';
import type { Run } from '@/api/types';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { formatCount } from '@/lib/format';

/** The dead letters that a replay still holds, as it ended before it was known whether they were delivered: how to get them back. */
export function HeldLetters({ run }: { run: Run }) {
  const { data: held = [] } = useHeldLetters(run.id);
  const release = useRelease(run.id);
  const asking = useRef<HTMLDialogElement>(null);
  const warning = useRef<HTMLDialogElement>(null);
  const isUncertain = release.error instanceof ApiError && release.error.problem.code === 'delivery_uncertain';
  const records = held.length === 1 ? '1 record' : `${formatCount(held.length)}${held.length === 200 ? ' or more' : ''} records`;
  const them = held.length === 1 ? 'it' : 'them';

  if (release.isSuccess) return <Released run={run} uncertain={release.data.uncertain} />;
  if (held.length === 0) return null;
  return (
    <section aria-labelledby="held" className="rounded-lg bg-warn-soft p-4 text-warn">
      <h2 id="held" className="font-medium">
        This replay still holds {records}
      </h2>
      <p className="mt-1 text-sm">
        It ended before it was known whether {held.length === 1 ? 'it was' : 'they were'} delivered. Until that is settled, nobody can mend, discard or replay {them}.
        {run.retryable && ` “Retry” delivers what is missing, and nothing twice.`}
      </p>
      {isUncertain ? (
        <>
          <p role="alert" className="mt-2 text-sm">
            The destination could not be asked what it holds: it cannot be reached, or keeps no ledger. Look there yourself, by the records’ keys. If the destination can be reached again, release {them} once more.
          </p>
          <p className="mt-3 flex flex-wrap gap-2 text-ink">
            <Button onClick={() => release.mutate(false)} disabled={release.isPending}>
              Ask the destination again
            </Button>
            <Button onClick={() => warning.current?.showModal()} disabled={release.isPending}>
              Open {them} without knowing
            </Button>
          </p>
        </>
      ) : (
        <p className="mt-3 text-ink">
          <Button onClick={() => asking.current?.showModal()} disabled={release.isPending}>
            {release.isPending ? 'Asking the destination…' : `Release ${them}`}
          </Button>
        </p>
      )}
      {release.error && !isUncertain && (
        <p role="alert" className="mt-2 text-sm text-bad">
          {release.error.message}
        </p>
      )}
      <Dialog ref={asking} title="Give up this replay?" keep="Leave it" act="Give it up" onAct={() => release.mutate(false)}>
        <p>The destination is asked what it holds of {records}: what it holds counts as replayed, what it lacks is open again, to be mended, discarded or replayed.</p>
        <p>The replay itself cannot be retried afterwards.</p>
      </Dialog>
      <Dialog ref={warning} title={`Open ${records} without knowing?`} keep="Not now" act="Open at the risk of doubles" onAct={() => release.mutate(true)}>
        <p>{held.length === 1 ? 'It' : 'Each of them'} may have been delivered already. Replayed again, it may then stand in the destination twice.</p>
        <p>Before you replay {them}, look into the destination and discard here what it holds.</p>
      </Dialog>
    </section>
  );
}

function Released({ run, uncertain }: { run: Run; uncertain: number }) {
  return (
    <section role="status" className="rounded-lg border border-line bg-panel p-4 text-sm">
      <p className="font-medium">The replay was given up.</p>
      <p className="mt-1">
        {uncertain === 0
          ? 'What the destination holds counts as replayed; the rest is open again.'
          : `${formatCount(uncertain)} ${uncertain === 1 ? 'record is' : 'records are'} open again that may have been delivered: discard what the destination holds before you replay the rest.`}{' '}
        <Link to={`/dead-letters?pipeline_id=${run.pipeline_id}`} className="text-accent underline">
          Open dead letters of the pipeline
        </Link>
      </p>
    </section>
  );
}
