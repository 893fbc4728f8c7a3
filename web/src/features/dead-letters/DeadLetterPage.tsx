import { useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useDeadLetter, useDiscardDeadLetter } from '@/api/deadLetters';
import type { DeadLetter } from '@/api/types';
import { Ago } from '@/components/Ago';
import { ErrorState } from '@/components/ErrorState';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { formatCount, formatStep } from '@/lib/format';
import { usePageTitle } from '@/lib/pageTitle';
import { LetterStatus } from './LetterStatus';
import { RecordEditor } from './RecordEditor';
import { ReplayBar } from './ReplayBar';

/** One rejected record: why, what it holds, and what can be done about it. */
export function DeadLetterPage() {
  // Not in the path: an id has dots, and hosts of static files take those for the names of files.
  const id = useSearchParams()[0].get('id') ?? '';
  const { data: letter, error, refetch } = useDeadLetter(id);
  usePageTitle(letter && `Dead letter of ${letter.pipeline_name}`);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!letter) return <div role="status" aria-label="Loading the dead letter" aria-busy="true" className="h-96 animate-pulse rounded-lg bg-idle-soft" />;

  const canBeMended = letter.status === 'open' && !letter.claimed;

  return (
    <div className="space-y-5">
      <nav aria-label="Breadcrumb" className="text-sm text-muted">
        <Link to="/dead-letters" className="hover:underline">
          Dead letters
        </Link>{' '}
        / {letter.pipeline_name}
      </nav>
      <header className="flex flex-wrap items-center gap-3">
        <h1 className="text-xl font-semibold">Record {formatCount(letter.source_ordinal + 1)}</h1>
        <LetterStatus letter={letter} />
        <p className="flex-1 text-sm text-muted">
          <Link to={`/pipelines/${letter.pipeline_id}`} className="text-accent underline">
            {letter.pipeline_name}
          </Link>
          , version {letter.pipeline_version} · rejected <Ago instant={letter.created_at} /> by{' '}
          <Link to={`/runs/${letter.run_id}`} className="text-accent underline">
            this run
          </Link>
          {letter.attempts > 0 && <> · replayed {letter.attempts === 1 ? 'once' : `${formatCount(letter.attempts)} times`}</>}
          {letter.replay_run_id && (
            <>
              {' · '}
              <Link to={`/runs/${letter.replay_run_id}`} className="text-accent underline">
                last replay
              </Link>
            </>
          )}
        </p>
        {canBeMended && <Discard letter={letter} />}
      </header>
      {letter.claimed && <Held letter={letter} />}
      <Reasons letter={letter} />
      <RecordAsItWas title={letter.as_read ? 'The record as read' : 'The record as the steps gave it to the destination'} record={letter.record} />
      {letter.edited_record !== undefined && !canBeMended && <RecordAsItWas title="The record as it was mended" record={letter.edited_record} />}
      {letter.status === 'open' && (
        <section aria-label="Mend and replay" className="space-y-4 rounded-lg border border-line bg-panel p-4">
          {canBeMended && <RecordEditor key={letter.version} letter={letter} />}
          <ReplayBar label="Replay" ids={[letter.id]} disabled={letter.claimed} />
        </section>
      )}
    </div>
  );
}

function RecordAsItWas({ title, record }: { title: string; record: unknown }) {
  return (
    <section className="rounded-lg border border-line bg-panel p-4">
      <h2 className="mb-1 font-medium">{title}</h2>
      <pre tabIndex={0} aria-label={title} className="overflow-x-auto rounded-md bg-page p-2 text-xs">
        {JSON.stringify(record, null, 2)}
      </pre>
    </section>
  );
}

/** Why nothing can be done with it now, and where that is settled. */
function Held({ letter }: { letter: DeadLetter }) {
  return (
    <section aria-label="In a replay" className="rounded-lg bg-busy-soft p-4 text-sm text-busy">
      <p>
        <Link to={`/runs/${letter.replay_run_id}`} className="font-medium underline">
          A replay
        </Link>{' '}
        has this record: it cannot be mended, discarded or replayed meanwhile. If that run failed or was cancelled, retry or release it there.
      </p>
    </section>
  );
}

function Reasons({ letter }: { letter: DeadLetter }) {
  return (
    <section aria-labelledby="reasons" className="rounded-lg bg-bad-soft p-4 text-bad">
      <h2 id="reasons" className="font-medium">
        Why it was rejected
      </h2>
      <ul className="mt-1 space-y-1 text-sm">
        {letter.errors.map((reason) => (
          <li key={reason.step + reason.code + reason.field}>
            {reason.field && <code className="mr-1.5">{reason.field}</code>}
            {reason.message}{' '}
            <span className="text-xs">
              (<code>{reason.code}</code>, rule <code>{reason.rule}</code> in {formatStep(reason.step)})
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Discard({ letter }: { letter: DeadLetter }) {
  const discard = useDiscardDeadLetter(letter);
  const confirmation = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button onClick={() => confirmation.current?.showModal()} disabled={discard.isPending}>
        Discard
      </Button>
      {discard.error && (
        <p role="alert" className="text-sm text-bad">
          {discard.error.message}
        </p>
      )}
      <Dialog ref={confirmation} title="Discard this record?" keep="Keep it" act="Discard the record" onAct={() => discard.mutate()}>
        <p>It can no longer be mended or replayed. It stays listed as discarded.</p>
      </Dialog>
    </>
  );
}
