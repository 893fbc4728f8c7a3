// For as long as the tab lives, as the session: a definition may hold secrets.
const prefix = 'draft:';

/** Where the unsaved definition of a version is kept; whoever signs in next does not see it. */
export const draftKey = (user: string, opened?: { id: string; version: number }) => `${prefix}${user}:${opened ? `${opened.id}:${opened.version}` : 'new'}`;

/** The text that was kept, if any. */
export const draftOf = (key: string) => sessionStorage.getItem(key);

/** Keeps a text until it is saved or discarded. */
export function keepDraft(key: string, text: string) {
  try {
    sessionStorage.setItem(key, text);
  } catch (error) {
    // No room: the page goes on, and offers nothing later rather than a text that is older.
    if (!(error instanceof DOMException)) throw error;
    forgetDraft(key);
  }
}

/** Forgets a text, as it was saved or discarded. */
export const forgetDraft = (key: string) => sessionStorage.removeItem(key);

/** Forgets all texts, as who wrote them leaves. */
export function forgetDrafts() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
}
