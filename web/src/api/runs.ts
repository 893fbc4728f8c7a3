import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { readServerEvents } from '@/lib/serverEvents';
import { call, callJson } from './client';
import type { Page, RejectedRecord, Run, RunStatus } from './types';

const keyOf = (id: string) => ['runs', id];

/** Whether a run of that status can still change. */
export const isAtWork = (status: RunStatus) => !['success', 'warning', 'failed', 'cancelled'].includes(status);

/** A run, kept up to date by the server's events for as long as it is at work. */
export function useRun(id: string) {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: keyOf(id), queryFn: ({ signal }) => callJson<Run>(`/runs/${id}`, { signal }) });
  const atWork = query.data !== undefined && isAtWork(query.data.status);
  const [live, setLive] = useState(false);

  useEffect(() => {
    if (!atWork) return;
    const stop = new AbortController();
    void follow(id, stop.signal, (run) => queries.setQueryData(keyOf(id), run), setLive);
    return () => stop.abort();
  }, [id, atWork, queries]);

  return { ...query, live: live && atWork };
}

async function follow(id: string, signal: AbortSignal, onRun: (run: Run) => void, onLive: (live: boolean) => void) {
  // The server closes the line now and then, and a laptop sleeps: connect again until the run has ended.
  for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, 10_000)) {
    try {
      const response = await call(`/runs/${id}/events`, { signal });
      for await (const { event, data } of readServerEvents(response.body!)) {
        if (event === 'end') return;
        if (event !== 'run') continue;
        onLive(true);
        wait = 500;
        onRun(JSON.parse(data));
      }
    } catch (error) {
      if (signal.aborted) return;
      console.warn('The run\'s events were interrupted; connecting again.', error);
    }
    onLive(false);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** The first records that a run rejected. */
export const useRejected = (id: string, count: number) =>
  useQuery({
    queryKey: [...keyOf(id), 'rejected', count],
    queryFn: ({ signal }) => callJson<Page<RejectedRecord>>(`/runs/${id}/rejected?limit=20`, { signal }),
    enabled: count > 0,
    placeholderData: (previous) => previous,
  });

/** Asks a run to stop. */
export function useCancel(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => callJson<Run>(`/runs/${id}/cancel`, { method: 'POST' }),
    onSuccess: (run) => queries.setQueryData(keyOf(id), run),
  });
}
