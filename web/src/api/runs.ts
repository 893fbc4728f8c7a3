import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { readServerEvents } from '@/lib/serverEvents';
import { call, callJson } from './client';
import type { LogLevel, LogLine, Page, RejectedRecord, Run, RunStatus, SchemaDrift, WritePlan } from './types';

const keyOf = (id: string) => ['runs', id];

/** Whether a run of that status can still change. */
export const isAtWork = (status: RunStatus) => !['success', 'warning', 'failed', 'cancelled'].includes(status);

/** A run as an event or an order tells it, which tell nothing of the fields, with those that were known before. */
export const withFields = (run: Run, before: Run | undefined): Run => ({ ...run, fields: run.fields ?? before?.fields });

/** A run, kept up to date by the server's events for as long as it is at work; its signs of life make no events, so it is looked at every two seconds, too. */
export function useRun(id: string) {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => callJson<Run>(`/runs/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data.status) ? 2_000 : false),
  });
  const atWork = query.data !== undefined && isAtWork(query.data.status);
  const [live, setLive] = useState(false);

  useEffect(() => {
    if (!atWork) return;
    const stop = new AbortController();
    void follow(id, stop.signal, (run) => {
      queries.setQueryData<Run>(keyOf(id), (before) => withFields(run, before));
      // Events do not tell what became of the fields.
      if (!isAtWork(run.status)) void queries.invalidateQueries({ queryKey: keyOf(id), exact: true });
    }, setLive);
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

/** The lines of a run's log from a level on, as they are said. */
export function useLog(id: string, level: LogLevel) {
  const [lines, setLines] = useState<LogLine[]>([]);
  const [error, setError] = useState<Error>();
  useEffect(() => {
    const stop = new AbortController();
    setLines([]);
    setError(undefined);
    void followLog(id, level, stop.signal, (line) => setLines((before) => [...before, line]), setError);
    return () => stop.abort();
  }, [id, level]);
  return { lines, error };
}

async function followLog(id: string, level: LogLevel, signal: AbortSignal, onLine: (line: LogLine) => void, onError: (error?: Error) => void) {
  let last = 0;
  for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, 10_000)) {
    try {
      const response = await call(`/runs/${id}/logs?follow=true&level=${level}`, { signal, headers: { 'Last-Event-ID': String(last) } });
      onError(undefined);
      for await (const { event, data } of readServerEvents(response.body!)) {
        if (event === 'end') return;
        if (event !== 'line' || signal.aborted) continue;
        const line: LogLine = JSON.parse(data);
        last = line.sequence;
        wait = 500;
        onLine(line);
      }
    } catch (error) {
      if (signal.aborted) return;
      onError(error as Error);
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** How the source's fields differed from what was known; asked again when the run has gone on. */
export const useDrift = (run: Run) =>
  useQuery({
    queryKey: [...keyOf(run.id), 'drift', run.status],
    queryFn: ({ signal }) => callJson<Page<SchemaDrift>>(`/runs/${run.id}/drift`, { signal }),
    placeholderData: (previous) => previous,
  });

/** What a dry run would have written. */
export const useWritePlan = (run: Run) =>
  useQuery({
    queryKey: [...keyOf(run.id), 'write-plan', run.status],
    queryFn: ({ signal }) => callJson<WritePlan>(`/runs/${run.id}/write-plan`, { signal }),
    enabled: run.dry_run,
    placeholderData: (previous) => previous,
  });

/** The first records that a run rejected. */
export const useRejected = (id: string, count: number) =>
  useQuery({
    queryKey: [...keyOf(id), 'rejected', count],
    queryFn: ({ signal }) => callJson<Page<RejectedRecord>>(`/runs/${id}/rejected?limit=20`, { signal }),
    enabled: count > 0,
    placeholderData: (previous) => previous,
  });

/** What can be asked of a run. */
export type RunCommand = 'pause' | 'resume' | 'cancel' | 'retry';

/** Asks something of a run. */
export function useRunCommand(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (command: RunCommand) => callJson<Run>(`/runs/${id}/${command}`, { method: 'POST' }),
    // What was asked for before would show the run as it was then.
    onMutate: () => queries.cancelQueries({ queryKey: keyOf(id), exact: true }),
    onSuccess: (run) => queries.setQueryData<Run>(keyOf(id), (before) => withFields(run, before)),
    onError: () => queries.invalidateQueries({ queryKey: keyOf(id) }),
  });
}
