import { CircleCheck, CircleX, Clock, RotateCw, type LucideIcon } from 'lucide-react';
import type { Notification, NotificationStatus } from '@/api/types';

interface Look {
  label: string;
  Icon: LucideIcon;
  tone: string;
}

const looks = {
  pending: { label: 'Waiting', Icon: Clock, tone: 'bg-idle-soft text-ink' },
  sent: { label: 'Sent', Icon: CircleCheck, tone: 'bg-good-soft text-good' },
  given_up: { label: 'Given up', Icon: CircleX, tone: 'bg-bad-soft text-bad' },
} satisfies Record<NotificationStatus, Look>;

const tryingAgain: Look = { label: 'Trying again', Icon: RotateCw, tone: 'bg-warn-soft text-warn' };

/** What became of a notification: colour, sign and word. */
export function NotificationState({ notification }: { notification: Notification }) {
  const { label, Icon, tone } = notification.status === 'pending' && notification.last_error ? tryingAgain : looks[notification.status];
  return (
    <span className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-medium whitespace-nowrap ${tone}`}>
      <Icon aria-hidden className="size-3.5" />
      {label}
    </span>
  );
}
