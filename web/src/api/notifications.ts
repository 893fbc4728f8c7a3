import { useInfiniteQuery } from '@tanstack/react-query';
import { callJson } from './client';
import type { Notification, Page } from './types';

/** What narrows the list; the same words as in its address. */
export interface NotificationFilter {
  status: string;
  channel: string;
  run_id: string;
  pipeline_id: string;
}

/** Notifications page by page, newest first; looked at again often while one of them waits to be sent. */
export const useNotifications = (filter: NotificationFilter) =>
  useInfiniteQuery({
    queryKey: ['notifications', filter],
    queryFn: ({ pageParam, signal }) => {
      const given = Object.entries({ ...filter, cursor: pageParam }).filter(([, value]) => value);
      return callJson<Page<Notification>>(`/notifications?${new URLSearchParams([...given, ['limit', '50']])}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
    refetchInterval: (query) => (query.state.data?.pages.some((page) => page.items.some((one) => one.status === 'pending')) ? 3_000 : 15_000),
  });
