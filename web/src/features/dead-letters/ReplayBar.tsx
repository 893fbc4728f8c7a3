import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useReplay, type DeadLetterFilter } from '@/api/deadLetters';
import { Button } from '@/components/ui/Button';
import { formatCount } from '@/lib/format';

/** Replays what is given, and links to the runs that do so. */
export function ReplayBar({ label, ids, filter, disabled }: { label: string; ids?: string[]; filter?: Partial<DeadLetterFilter>; disabled?: boolean }) {
  const replay = useReplay();
  const [version, setVersion] = useState<'same' | 'latest'>('same');
  const runs = replay.data?.runs;
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm">
      <Button onClick={() => replay.mutate({ ids, filter, version })} disabled={disabled || replay.isPending}>
        <RotateCw aria-hidden className="size-4" />
        {replay.isPending ? 'Starting…' : label}
      </Button>
      <label>
        through{' '}
        <select value={version} onChange={(event) => setVersion(event.target.value as 'same' | 'latest')} className="min-h-9 rounded-md border border-line bg-panel px-2">
          <option value="same">the version that rejected {ids?.length === 1 ? 'it' : 'them'}</option>
          <option value="latest">the newest version</option>
        </select>
      </label>
      <div role="status">
        {runs?.length === 0 && 'Nothing of it can be replayed now: it is being replayed already.'}
        {runs?.map((run) => (
          <Link key={run.run_id} to={`/runs/${run.run_id}`} className="mr-3 text-accent underline">
            A run replays {formatCount(run.records)}
          </Link>
        ))}
      </div>
      {replay.error && (
        <p role="alert" className="text-bad">
          {replay.error.message}
        </p>
      )}
    </div>
  );
}
