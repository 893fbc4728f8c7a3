import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { parseExact } from '@/lib/exactJson';
import { call, callJson } from './client';
import type { Page, Parameter, Pipeline, PipelineVersion, Run, Validation } from './types';
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

/** One pipeline, looked at at once and again every five seconds. */
export const usePipeline = (id: string) =>
  useQuery({ queryKey: [...key, id], queryFn: ({ signal }) => callJson<Pipeline>(`/pipelines/${id}`, { signal }), refetchInterval: 5_000, refetchOnMount: 'always' });

/** The newest runs of a pipeline; looked at again as often as the pipeline is. */
export const usePipelineRuns = (id: string) =>
  useQuery({ queryKey: [...key, id, 'runs'], queryFn: ({ signal }) => callJson<Page<Run>>(`/pipelines/${id}/runs?limit=10`, { signal }), refetchInterval: 5_000 });

/** The definition of a version as JSON, its numbers with all their digits. A version never changes. */
export const useDefinition = (id: string, version?: number) =>
  useQuery({
    queryKey: [...key, id, 'versions', version],
    queryFn: async ({ signal }) => JSON.stringify(parseExact<PipelineVersion>(await (await call(`/pipelines/${id}/versions/${version}`, { signal })).text()).definition, null, 2),
    enabled: version !== undefined,
    staleTime: Infinity,
  });

/** What is wrong with a definition, and what should be known of it; nothing is saved. */
export const useValidation = (definition?: string) =>
  useQuery({
    queryKey: ['validation', definition],
    queryFn: ({ signal }) => callJson<Validation>('/pipelines/validate', { method: 'POST', body: definition, signal }),
    enabled: definition !== undefined,
    placeholderData: (previous) => previous,
  });

/** Saves a definition as a new pipeline, or as the version of a pipeline that follows the one that was opened. `onSaved` is called even where the page was left meanwhile. */
export function useSavePipeline(opened: { id: string; version: number } | undefined, onSaved: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ definition, message }: { definition: string; message: string }) => {
      const query = message ? `?message=${encodeURIComponent(message)}` : '';
      return opened
        ? callJson<Pipeline>(`/pipelines/${opened.id}${query}`, { method: 'PUT', body: definition, headers: { 'If-Match': `"${opened.version}"` } })
        : callJson<Pipeline>(`/pipelines${query}`, { method: 'POST', body: definition });
    },
    onSuccess: (pipeline) => {
      onSaved();
      queries.setQueryData([...key, pipeline.id], pipeline);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Lets schedule and triggers start a pipeline, or keeps them from it. */
export function useEnable(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (enabled: boolean) => callJson<Pipeline>(`/pipelines/${id}/${enabled ? 'resume' : 'pause'}`, { method: 'POST' }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Takes the fields that a run saw for those that the pipeline's source is known to have. */
export function useAcceptFields(run: Run) {
  return useMutation({
    mutationFn: (stream: string) => callJson<unknown>(`/pipelines/${run.pipeline_id}/schema`, { method: 'PUT', body: JSON.stringify({ run_id: run.id, stream }) }),
  });
}

/** Looks up what a run of a pipeline can be given values for; at the moment it is to start, as the pipeline may have changed. */
export const useParameters = (id: string) => useMutation({ mutationFn: () => callJson<Page<Parameter>>(`/pipelines/${id}/parameters?limit=100`) });

/** Starts a run, or one that only shows what it would write; gives its id. */
export function useExecute() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, dryRun, parameters }: { id: string; dryRun: boolean; parameters: Record<string, string> }) =>
      callJson<{ run_id: string }>(`/pipelines/${id}/execute`, { method: 'POST', body: JSON.stringify({ dry_run: dryRun, parameters }) }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}
