import { Link } from 'react-router';
import type { Notification } from '@/api/types';
import { Ago } from '@/components/Ago';
import { formatCount } from '@/lib/format';
import { NotificationState } from './NotificationState';

const cell = 'px-3 py-2 align-top';

const channels: Record<string, string> = { email: 'Mail', webhook: 'Webhook', openlineage: 'OpenLineage' };

/** Notifications, a row each: who was told what, and how that went. */
export function NotificationTable({ notifications }: { notifications: Notification[] }) {
  return (
    <div tabIndex={0} role="region" aria-label="Notifications" className="overflow-x-auto rounded-lg border border-line bg-panel">
      <table className="w-full text-left text-sm">
        <thead className="border-b border-line text-muted">
          <tr>
            {['State', 'Who is told', 'What happened', 'Tries', 'Next try'].map((name) => (
              <th key={name} scope="col" className={`${cell} font-medium`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {notifications.map((notification) => (
            <tr key={notification.id} className="border-b border-line last:border-0">
              <td className={cell}>
                <NotificationState notification={notification} />
              </td>
              <td className={`${cell} min-w-48`}>
                <p className="break-all">
                  <span className="text-muted">{channels[notification.channel] ?? notification.channel}</span> {notification.target}
                </p>
                {notification.last_error && (
                  <p className={`mt-1 break-words ${notification.status === 'sent' ? 'text-muted' : 'text-bad'}`}>
                    {notification.status === 'sent' && 'Before it was taken: '}
                    {notification.last_error}
                  </p>
                )}
              </td>
              <td className={`${cell} min-w-44`}>
                <Link to={`/runs/${notification.run_id}`} className="text-accent underline">
                  {notification.pipeline_name}: {notification.event}
                </Link>
                <p className="text-muted">
                  <Ago instant={notification.created_at} />
                </p>
              </td>
              <td className={`${cell} text-right`}>{formatCount(notification.attempts)}</td>
              <td className={`${cell} whitespace-nowrap text-muted`}>
                <NextTry notification={notification} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NextTry({ notification }: { notification: Notification }) {
  if (notification.status === 'sent' && notification.sent_at)
    return (
      <>
        sent <Ago instant={notification.sent_at} />
      </>
    );
  if (notification.next_attempt_at) return Date.parse(notification.next_attempt_at) <= Date.now() ? 'now' : <Ago instant={notification.next_attempt_at} />;
  return 'none any more';
}
