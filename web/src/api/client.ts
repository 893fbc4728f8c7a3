import { refresh, session } from './session';
import type { Problem } from './types';

/** What the API answers when it does not do what was asked. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    // The detail of a refused document does not name the place.
    super(problem.errors?.length ? problem.errors.map(({ path, message }) => (path === '$' ? message : `${path} ${message}`)).join(' ') : problem.detail);
  }
}

/** Calls the API; an access token that has run out is renewed once. */
export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const send = () =>
    fetch(`/api/v1${path}`, {
      ...init,
      headers: {
        ...(init.body ? { 'Content-Type': 'application/json' } : {}),
        ...init.headers,
        Authorization: `Bearer ${session()?.accessToken ?? ''}`,
      },
    });
  let response = await send();
  if (response.status === 401 && (await refresh())) response = await send();
  if (!response.ok) throw new ApiError(await problemOf(response));
  return response;
}

/** Calls the API and reads the answer. */
export const callJson = async <T>(path: string, init?: RequestInit): Promise<T> => (await call(path, init)).json();

async function problemOf(response: Response): Promise<Problem> {
  if (response.headers.get('Content-Type')?.includes('json')) return response.json();
  return { title: response.statusText, status: response.status, code: 'unknown', detail: `The server answered ${response.status} ${response.statusText}.` };
}
