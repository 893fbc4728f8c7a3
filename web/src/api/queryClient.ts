import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './client';

/** Retries what may work in a moment, never what the API refused. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.problem.status < 500),
    },
  },
});
