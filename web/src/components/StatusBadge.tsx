import { Ban, CircleAlert, CircleCheck, CirclePause, CircleX, Clock, LoaderCircle, RotateCw, type LucideIcon } from 'lucide-react';
import type { RunStatus } from '@/api/types';

// A status that is new in the API breaks the build here until it has a look.
const looks = {
  pending: { label: 'Pending', Icon: Clock, tone: 'bg-idle-soft text-ink' },
  running: { label: 'Running', Icon: LoaderCircle, tone: 'bg-busy-soft text-busy', spins: true },
  success: { label: 'Success', Icon: CircleCheck, tone: 'bg-good-soft text-good' },
  failed: { label: 'Failed', Icon: CircleX, tone: 'bg-bad-soft text-bad' },
  warning: { label: 'Warning', Icon: CircleAlert, tone: 'bg-warn-soft text-warn' },
  cancelled: { label: 'Cancelled', Icon: Ban, tone: 'bg-idle-soft text-ink' },
  paused: { label: 'Paused', Icon: CirclePause, tone: 'bg-idle-soft text-ink' },
  retrying: { label: 'Retrying', Icon: RotateCw, tone: 'bg-warn-soft text-warn', spins: true },
} satisfies Record<RunStatus, { label: string; Icon: LucideIcon; tone: string; spins?: boolean }>;

/** The status of a run: colour, sign and word. */
export function StatusBadge({ status }: { status: RunStatus }) {
  const { label, Icon, tone, spins } = { spins: false, ...looks[status] };
  return (
    <span data-status={status} className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-medium whitespace-nowrap ${tone}`}>
      <Icon aria-hidden className={`size-3.5 ${spins ? 'animate-spin' : ''}`} />
      {label}
    </span>
  );
}
