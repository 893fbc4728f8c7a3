import { X } from 'lucide-react';
import type { DeadLetterFilter } from '@/api/deadLetters';
import { Button } from '@/components/ui/Button';

const statuses = [
  ['open', 'Open'],
  ['replayed', 'Replayed'],
  ['discarded', 'Discarded'],
  ['', 'All'],
];

// Ids say nothing to people.
const words: Partial<Record<keyof DeadLetterFilter, string>> = { run_id: 'rejected by one run', replay_run_id: 'in one replay', pipeline_id: 'of one pipeline' };

/** Narrows the list; what is chosen stands in the address. */
export function LetterFilter({ filter, onChange }: { filter: DeadLetterFilter; onChange: (change: Partial<DeadLetterFilter>) => void }) {
  const narrowed = (['run_id', 'replay_run_id', 'pipeline_id', 'code', 'step'] as const).filter((name) => filter[name]);
  return (
    <form role="search" aria-label="Dead letters" className="mb-4 flex flex-wrap items-end gap-3" onSubmit={(event) => event.preventDefault()}>
      <label className="text-sm">
        <span className="mb-1 block font-medium">Status</span>
        <select value={filter.status} onChange={(event) => onChange({ status: event.target.value })} className="min-h-10 rounded-md border border-muted bg-page px-3">
          {statuses.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label className="min-w-48 flex-1 text-sm">
        <span className="mb-1 block font-medium">Code, field, rule, step or pipeline</span>
        <input type="search" value={filter.q} onChange={(event) => onChange({ q: event.target.value })} className="min-h-10 w-full rounded-md border border-muted bg-page px-3" />
      </label>
      {narrowed.map((name) => (
        <Button key={name} onClick={() => onChange({ [name]: '' })} className="max-w-full">
          <span className="truncate">{words[name] ?? `${name}: ${filter[name]}`}</span>
          <X aria-label="(show all)" className="size-4 shrink-0" />
        </Button>
      ))}
    </form>
  );
}
