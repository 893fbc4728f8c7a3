import { useSearchParams } from 'react-router';
import { useNotifications, type NotificationFilter } from '@/api/notifications';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Button } from '@/components/ui/Button';
import { usePageTitle } from '@/lib/pageTitle';
import { NotificationFilters } from './NotificationFilters';
import { NotificationTable } from './NotificationTable';

const names = ['status', 'channel', 'run_id', 'pipeline_id'] as const;

/** Who was told what of runs: what is on its way, what was taken, what was given up and why. */
export function NotificationsPage() {
  usePageTitle('Notifications');
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as unknown as NotificationFilter;
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useNotifications(filter);
  const notifications = data?.pages.flatMap((page) => page.items) ?? [];
  const narrow = (change: Partial<NotificationFilter>) => setSearch(Object.entries({ ...filter, ...change }).filter(([, value]) => value), { replace: true });

  return (
    <>
      <h1 className="text-xl font-semibold">Notifications</h1>
      <p className="mt-1 mb-4 text-sm text-muted">Mails and webhooks about runs. What is not taken is sent again, up to eight times in 12.5 hours.</p>
      <NotificationFilters filter={filter} onChange={narrow} />
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <div aria-label="Loading notifications" aria-busy="true" role="status" className="h-64 animate-pulse rounded-lg bg-idle-soft" />
      ) : notifications.length > 0 ? (
        <NotificationTable notifications={notifications} />
      ) : names.some((name) => filter[name]) ? (
        <EmptyState title="No notifications here">
          None is like that.{' '}
          <Button variant="quiet" className="underline" onClick={() => setSearch({}, { replace: true })}>
            Show all
          </Button>
        </EmptyState>
      ) : (
        <EmptyState title="Nobody has been told anything yet">
          Name mail addresses or a webhook under <code>notifications</code> of a pipeline: they are told when a run fails and when the next one recovers, or what <code>notify_on</code> names.
        </EmptyState>
      )}
      {hasNextPage && (
        <Button className="mt-4" onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>
          {isFetchingNextPage ? 'Loading…' : 'Show more'}
        </Button>
      )}
    </>
  );
}
