import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { parseExact } from '@/lib/exactJson';
import { call, callJson } from './client';
import type { DeadLetter, Page, Release, Replay } from './types';

const key = ['dead-letters'];

/** What narrows the list; the same words as in its address. */
export interface DeadLetterFilter {
  status: string;
  pipeline_id: string;
  run_id: string;
  replay_run_id: string;
  code: string;
  step: string;
  q: string;
}

/** Dead letters page by page, newest first. */
export const useDeadLetters = (filter: DeadLetterFilter) =>
  useInfiniteQuery({
    queryKey: [...key, 'list', filter],
    queryFn: ({ pageParam, signal }) => callJson<Page<DeadLetter>>(`/dead-letters?${new URLSearchParams(given({ ...filter, limit: '50', cursor: pageParam }))}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  });

/** One dead letter, its numbers with all their digits; looked at again while a run replays it. */
export const useDeadLetter = (id: string) =>
  useQuery({
    queryKey: [...key, id],
    queryFn: async ({ signal }) => parseExact<DeadLetter>(await (await call(`/dead-letters/${id}`, { signal })).text()),
    // Its comparison would take numbers that keep their digits for one another.
    structuralSharing: false,
    refetchInterval: (query) => (query.state.data?.claimed ? 3_000 : false),
  });

/** Keeps a record as it should be: JSON, sent as it is written. */
export function useEditDeadLetter(letter: DeadLetter) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (record: string) => call(`/dead-letters/${letter.id}`, { method: 'PUT', body: `{"record":${record}}`, headers: { 'If-Match': `"${letter.version}"` } }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Marks a record as not wanted. */
export function useDiscardDeadLetter(letter: DeadLetter) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(`/dead-letters/${letter.id}`, { method: 'DELETE', headers: { 'If-Match': `"${letter.version}"` } }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Delivers records again, through the version that rejected them or the newest one. */
export function useReplay() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: { ids?: string[]; filter?: Partial<DeadLetterFilter>; version: 'same' | 'latest' }) =>
      callJson<Replay>('/dead-letters/replay', { method: 'POST', body: JSON.stringify({ ...wanted, filter: wanted.filter && given(wanted.filter) }) }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** The records that a replay still holds, at most 200; looked for again after every change. */
export const useHeldLetters = (runId: string) =>
  useQuery({
    queryKey: [...key, 'held', runId],
    queryFn: async ({ signal }) => (await callJson<Page<DeadLetter>>(`/dead-letters?replay_run_id=${runId}&claimed=true&limit=200`, { signal })).items,
    // A run ends a moment before what it held is settled.
    refetchInterval: (query) => (query.state.data?.length === 0 ? false : 3_000),
  });

/** Gives up a replay that failed: what it has not delivered is open again. */
export function useRelease(runId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (confirm: boolean) => callJson<Release>('/dead-letters/release', { method: 'POST', body: JSON.stringify({ run_id: runId, confirm }) }),
    onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: key }), queries.invalidateQueries({ queryKey: ['runs', runId] })]),
  });
}

const given = (values: Partial<Record<string, string>>) => Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]));
