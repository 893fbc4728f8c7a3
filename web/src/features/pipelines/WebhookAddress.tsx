import { Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { session } from '@/api/session';
import { useRevokeToken, useRotateToken } from '@/api/triggers';
import type { Trigger } from '@/api/types';
import { Ago } from '@/components/Ago';
import { Button } from '@/components/ui/Button';

/** The address of a webhook: how it begins, or all of it right after it was made. */
export function WebhookAddress({ pipelineId, trigger }: { pipelineId: string; trigger: Trigger }) {
  const rotate = useRotateToken(pipelineId, trigger.key);
  const revoke = useRevokeToken(pipelineId, trigger.key);
  const error = rotate.error ?? revoke.error;
  const made = rotate.data && trigger.token && rotate.data.token.startsWith(trigger.token.hint) ? new URL(rotate.data.path, window.location.origin).href : undefined;

  return (
    <div className="mt-2 space-y-2">
      {made ? (
        <NewAddress address={made} />
      ) : (
        <p className="break-all text-muted">
          {trigger.token ? (
            <>
              <code>/api/v1/hooks/{trigger.token.hint}…</code> made <Ago instant={trigger.token.created_at} /> by {trigger.token.created_by}
            </>
          ) : (
            'It has no address yet.'
          )}
        </p>
      )}
      {session()?.role !== 'viewer' && (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => rotate.mutate()} disabled={rotate.isPending}>
            {trigger.token ? 'Replace the address' : 'Make an address'}
            <span className="sr-only"> of {trigger.key}</span>
          </Button>
          {trigger.token && (
            <Button variant="quiet" onClick={() => revoke.mutate()} disabled={revoke.isPending}>
              Take it away
              <span className="sr-only">: the address of {trigger.key}</span>
            </Button>
          )}
        </div>
      )}
      {error && (
        <p role="alert" className="text-bad">
          {error.message}
        </p>
      )}
    </div>
  );
}

function NewAddress({ address }: { address: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    field.current?.select();
    await navigator.clipboard.writeText(address);
    setCopied(true);
  };
  return (
    <div>
      <label className="block">
        <span className="text-muted">Its address. Copy it now: it is shown this once, and who knows it can start runs.</span>
        <input ref={field} readOnly value={address} onFocus={(event) => event.target.select()} className="mt-1 min-h-9 w-full rounded-md border border-line bg-page px-2 font-mono text-xs" />
      </label>
      <Button className="mt-2" onClick={() => void copy()}>
        <Copy aria-hidden className="size-4" />
        Copy
      </Button>
      <span role="status" className="ml-2 text-muted">
        {copied && 'Copied'}
      </span>
    </div>
  );
}
