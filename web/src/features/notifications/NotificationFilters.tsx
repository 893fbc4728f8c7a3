import { X } from 'lucide-react';
import type { NotificationFilter } from '@/api/notifications';
import { Button } from '@/components/ui/Button';

const choices = {
  status: { label: 'State', words: { '': 'All', pending: 'Waiting or trying again', sent: 'Sent', given_up: 'Given up' } },
  channel: { label: 'Channel', words: { '': 'All', email: 'Mail', webhook: 'Webhook', openlineage: 'OpenLineage' } },
} as const;

/** Narrows the list; what is chosen stands in the address. */
export function NotificationFilters({ filter, onChange }: { filter: NotificationFilter; onChange: (change: Partial<NotificationFilter>) => void }) {
  const narrowed = (['run_id', 'pipeline_id'] as const).filter((name) => filter[name]);
  return (
    <form role="search" aria-label="Notifications" className="mb-4 flex flex-wrap items-end gap-3" onSubmit={(event) => event.preventDefault()}>
      {(['status', 'channel'] as const).map((name) => (
        <label key={name} className="text-sm">
          <span className="mb-1 block font-medium">{choices[name].label}</span>
          <select value={filter[name]} onChange={(event) => onChange({ [name]: event.target.value })} className="min-h-10 rounded-md border border-muted bg-page px-3">
            {Object.entries(choices[name].words).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      ))}
      {narrowed.map((name) => (
        <Button key={name} onClick={() => onChange({ [name]: '' })}>
          of one {name.replace('_id', '')} only
          <X aria-label="(show all)" className="size-4 shrink-0" />
        </Button>
      ))}
    </form>
  );
}
