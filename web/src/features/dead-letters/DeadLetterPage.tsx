import { useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useDeadLetter, useDiscardDeadLetter } from '@/api/deadLetters';
import type { DeadLetter } from '@/api/types';
import { Ago } from '@/components/Ago';
import { ErrorState } from '@/components/ErrorState';
import { Button } from '@/components/ui/Button';
import { formatCount } from '@/lib/format';
import { LetterStatus } from './LetterStatus';
import { RecordEditor } from './RecordEditor';
import { ReplayBar } from './ReplayBar';

/** One rejected record: why, what it holds, and what can be done about it. */
export function DeadLetterPage() {
  // Not in the path: an id has dots, and hosts of static files take those for the names of files.
  const id = useSearchParams()[0].get('id') ?? '';
  const { data: letter, error, refetch } = useDeadLetter(id);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!letter) return <div role="status" aria-label="Loading the dead letter" aria-busy="true" className="h-96 animate-pulse rounded-lg bg-idle-soft" />;

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
        <LetterStatus status={letter.status} />
        <p className="flex-1 text-sm text-muted">
          {letter.pipeline_name}, version {letter.pipeline_version} · rejected <Ago instant={letter.created_at} /> by{' '}
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
        {letter.status === 'open' && <Discard letter={letter} />}
      </header>
      <Reasons letter={letter} />
      <section className="rounded-lg border border-line bg-panel p-4">
        <h2 className="mb-1 font-medium">{letter.as_read ? 'The record as read' : 'The record as the steps gave it to the destination'}</h2>
        <pre tabIndex={0} aria-label="The record" className="overflow-x-auto rounded-md bg-page p-2 text-xs">
          {JSON.stringify(letter.record, null, 2)}
        </pre>
      </section>
      {letter.status === 'open' && (
        <section aria-label="Mend and replay" className="space-y-4 rounded-lg border border-line bg-panel p-4">
          <RecordEditor key={letter.version} letter={letter} />
          <ReplayBar label="Replay" ids={[letter.id]} />
        </section>
      )}
    </div>
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
              (<code>{reason.code}</code>, rule <code>{reason.rule}</code> in {reason.step})
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
      <dialog ref={confirmation} aria-labelledby="discard-title" className="m-auto max-w-md rounded-lg border border-line bg-panel p-5 text-inherit backdrop:bg-black/40">
        <h2 id="discard-title" className="font-medium">
          Discard this record?
        </h2>
        <p className="mt-2 text-sm text-muted">It can no longer be mended or replayed. It stays listed as discarded.</p>
        <form method="dialog" className="mt-4 flex justify-end gap-2">
          <Button type="submit">Keep it</Button>
          <Button type="submit" onClick={() => discard.mutate()}>
            Discard the record
          </Button>
        </form>
      </dialog>
    </>
  );
}
