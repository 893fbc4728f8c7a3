import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callJson } from './client';
import type { Page, Pipeline } from './types';
import { isAtWork } from './runs';

const key = ['pipelines'];

/** All pipelines page by page, looked at again every two seconds while one of them is at work. */
export const usePipelines = () =>
  useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => callJson<Page<Pipeline>>(`/pipelines?limit=50${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((pipeline) => pipeline.last_run && isAtWork(pipeline.last_run.status))) ? 2_000 : 15_000,
  });

/** One pipeline, looked at again every five seconds. */
export const usePipeline = (id: string) =>
  useQuery({ queryKey: [...key, id], queryFn: ({ signal }) => callJson<Pipeline>(`/pipelines/${id}`, { signal }), refetchInterval: 5_000 });

/** Starts a run; gives its id. */
export function useExecute() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (pipelineId: string) => callJson<{ run_id: string }>(`/pipelines/${pipelineId}/execute`, { method: 'POST' }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}
