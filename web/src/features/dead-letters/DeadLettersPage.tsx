import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useDeadLetters, type DeadLetterFilter } from '@/api/deadLetters';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Button } from '@/components/ui/Button';
import { formatCount } from '@/lib/format';
import { usePageTitle } from '@/lib/pageTitle';
import { LetterFilter } from './LetterFilter';
import { canBeChosen, LetterTable } from './LetterTable';
import { ReplayBar } from './ReplayBar';

/** The records that runs rejected: to be narrowed, opened and replayed. */
export function DeadLettersPage() {
  usePageTitle('Dead letters');
  const [search, setSearch] = useSearchParams();
  const filter = filterOf(search);
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useDeadLetters(filter);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const letters = data?.pages.flatMap((page) => page.items) ?? [];
  const wanted = letters.filter((letter) => canBeChosen(letter) && chosen.has(letter.id)).map((letter) => letter.id);

  const choose = (ids: string[], on: boolean) => setChosen((before) => (on ? new Set([...before, ...ids]) : new Set([...before].filter((id) => !ids.includes(id)))));
  const narrow = (change: Partial<DeadLetterFilter>) => {
    setChosen(new Set());
    setSearch(Object.entries({ ...filter, ...change }).filter(([name, value]) => value || name === 'status'), { replace: true });
  };

  return (
    <>
      <h1 className="mb-4 text-xl font-semibold">Dead letters</h1>
      <LetterFilter filter={filter} onChange={narrow} />
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <div aria-label="Loading dead letters" aria-busy="true" role="status" className="h-64 animate-pulse rounded-lg bg-idle-soft" />
      ) : letters.length === 0 ? (
        <EmptyState title="No dead letters here">
          Records that a step or a destination rejects come here, with the reason. {filter.status === 'open' ? 'None that is open is like that.' : 'None is like that.'}{' '}
          {narrows(filter) && (
            <Button variant="quiet" className="underline" onClick={() => setSearch({ status: '' }, { replace: true })}>
              Show all
            </Button>
          )}
        </EmptyState>
      ) : (
        <div className="space-y-3">
          {letters.some(canBeChosen) && (filter.status === 'open' || wanted.length > 0) && (
            <ReplayBar
              label={wanted.length > 0 ? `Replay ${formatCount(wanted.length)} chosen` : 'Replay all that match'}
              ids={wanted.length > 0 ? wanted : undefined}
              filter={wanted.length > 0 ? undefined : { ...filter, status: undefined }}
            />
          )}
          <LetterTable letters={letters} chosen={chosen} onChoose={choose} />
        </div>
      )}
      {hasNextPage && (
        <Button className="mt-4" onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>
          {isFetchingNextPage ? 'Loading…' : 'Show more'}
        </Button>
      )}
    </>
  );
}

const narrows = (filter: DeadLetterFilter) => Object.values(filter).some(Boolean);

const filterOf = (search: URLSearchParams): DeadLetterFilter => ({
  status: search.get('status') ?? 'open',
  pipeline_id: search.get('pipeline_id') ?? '',
  run_id: search.get('run_id') ?? '',
  replay_run_id: search.get('replay_run_id') ?? '',
  code: search.get('code') ?? '',
  step: search.get('step') ?? '',
  q: search.get('q') ?? '',
});
