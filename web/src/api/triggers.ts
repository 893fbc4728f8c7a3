import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, callJson } from './client';
import type { HookToken, Page, Trigger } from './types';

const key = (pipelineId: string) => ['pipelines', pipelineId, 'triggers'];
const tokenPath = (pipelineId: string, trigger: string) => `/pipelines/${pipelineId}/triggers/${encodeURIComponent(trigger)}/token`;

/** The triggers of a pipeline, looked at again every ten seconds. */
export const useTriggers = (pipelineId: string) =>
  useQuery({
    queryKey: key(pipelineId),
    queryFn: ({ signal }) => callJson<Page<Trigger>>(`/pipelines/${pipelineId}/triggers?limit=200`, { signal }),
    refetchInterval: 10_000,
  });

/** Gives a webhook a new address, in place of the one before. */
export function useRotateToken(pipelineId: string, trigger: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => callJson<HookToken>(tokenPath(pipelineId, trigger), { method: 'POST' }),
    onSettled: () => queries.invalidateQueries({ queryKey: key(pipelineId) }),
  });
}

/** Takes a webhook its address. */
export function useRevokeToken(pipelineId: string, trigger: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(tokenPath(pipelineId, trigger), { method: 'DELETE' }),
    onSettled: () => queries.invalidateQueries({ queryKey: key(pipelineId) }),
  });
}
