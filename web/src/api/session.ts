import { useSyncExternalStore } from 'react';
import { forgetDrafts } from '@/lib/drafts';

export interface Session {
  accessToken: string;
  refreshToken: string;
  email: string;
  role: string;
}

interface SignInAnswer {
  access_token: string;
  refresh_token: string;
  user: { email: string; role: string };
}

// For as long as the tab lives: a token that outlives it would outlive its user's attention.
const key = 'session';
const listeners = new Set<() => void>();
let current: Session | null = JSON.parse(sessionStorage.getItem(key) ?? 'null');
let refreshing: Promise<boolean> | null = null;

function set(session: Session | null) {
  current = session;
  if (session) sessionStorage.setItem(key, JSON.stringify(session));
  else sessionStorage.removeItem(key);
  listeners.forEach((listener) => listener());
}

function keep(answer: SignInAnswer) {
  set({ accessToken: answer.access_token, refreshToken: answer.refresh_token, email: answer.user.email, role: answer.user.role });
}

const post = (path: string, body: unknown, token?: string) =>
  fetch(`/api/v1/auth/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });

/** Who is signed in, or null. */
export const useSession = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );

export const session = () => current;

/** Signs in; the message of a refusal is thrown. */
export async function signIn(email: string, password: string) {
  const response = await post('login', { email, password });
  if (!response.ok) {
    const problem = await response.json().catch(() => null);
    throw new Error(problem?.detail ?? `The server answered ${response.status}.`);
  }
  keep(await response.json());
}

/** Ends the session, here and on the server. */
export function signOut() {
  const ended = current;
  set(null);
  forgetDrafts();
  if (ended) void post('logout', { refresh_token: ended.refreshToken }, ended.accessToken);
}

/** Gets a new access token, once for everybody who asks at the same time; false when the session is over. Throws where the server does not tell: the session may still be good. */
export function refresh(): Promise<boolean> {
  refreshing ??= (async () => {
    try {
      if (!current) return false;
      const response = await post('refresh', { refresh_token: current.refreshToken });
      if (response.ok) keep(await response.json());
      else if (isRefusal(response.status)) set(null);
      else throw new Error(`The session could not be renewed for now: the server answered ${response.status}. Try again in a moment.`);
      return response.ok;
    } finally {
      refreshing = null;
    }
  })();
  return refreshing;
}

// A server that is busy or away says nothing about the token.
const isRefusal = (status: number) => status === 400 || status === 401 || status === 403;
