/** The shapes of the API that the screens use. */
export type RunStatus = 'pending' | 'running' | 'success' | 'failed' | 'warning' | 'cancelled' | 'paused' | 'retrying';

export interface Step {
  name: string;
  type: string;
  in: number;
  out: number;
  filtered: number;
  rejected: number;
  deduplicated: number;
  absorbed: number;
  added: number;
  warned: number;
  unmatched: number;
  duration_ms: number;
}

export interface Run {
  id: string;
  pipeline_id: string;
  pipeline_name: string;
  pipeline_version: number;
  status: RunStatus;
  trigger: string;
  created_at: string;
  started_at?: string;
  ended_at?: string;
  duration_ms?: number;
  records_read: number;
  records_written: number;
  records_rejected: number;
  records_filtered: number;
  records_deduplicated: number;
  records_expected?: number;
  bytes_read: number;
  dry_run: boolean;
  attempt: number;
  retryable: boolean;
  pause_requested: boolean;
  cancel_requested: boolean;
  heartbeat?: { at: string; age_ms: number; lease_until?: string; records: number; bytes: number };
  waits_for?: { reason: string; until?: string };
  error?: { code: string; message: string; step?: string; hint?: string };
  steps: Step[];
  /** Told of a single run, not by its events. */
  fields?: { name: string; coerced: number; rejected: number }[];
}

export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

export interface LogLine {
  sequence: number;
  at: string;
  level: LogLevel;
  step?: string;
  message: string;
}

export interface SchemaField {
  name: string;
  type: string;
}

export interface SchemaDrift {
  stream: string;
  change: { kind: 'new' | 'missing' | 'widened' | 'narrowed' | 'incompatible'; field: string; before?: SchemaField; after?: SchemaField; renamed_to?: string };
  policy: string;
  action: 'added' | 'left_out' | 'left_empty' | 'type_taken' | 'type_kept' | 'records_rejected' | 'run_failed';
}

export interface DestinationPlan {
  step: string;
  connector_type: string;
  target: string;
  exists: boolean;
  write_mode: string;
  guarantee: string;
  statements: string[];
  effect: string;
  records_existing?: number;
  existing_is_estimate: boolean;
  records_delivered: number;
  records_inserted?: number;
  records_removed?: number;
}

export interface WritePlan {
  destinations: DestinationPlan[];
  samples: unknown[];
  records_rejected: number;
  rejected: RejectedRecord[];
  /** What the run was given, by name; secrets are masked. */
  parameters: Record<string, string>;
}

/** What is wrong at a place of a document, or should be known of it. */
export interface Finding {
  path: string;
  message: string;
}

/** What checking a document came to. */
export interface Validation {
  valid: boolean;
  errors: Finding[];
  warnings?: Finding[];
}

export interface Endpoint {
  connector_type?: string;
  connector_id?: string;
  name?: string;
}

export interface Pipeline {
  id: string;
  version: number;
  name: string;
  description?: string;
  enabled: boolean;
  source?: Endpoint;
  sources?: Endpoint[];
  destination?: Endpoint;
  destinations?: Endpoint[];
  last_run?: Run | null;
  schedule?: { expression: string; timezone?: string };
  triggers?: TriggerDefinition[];
}

/** What a run of a pipeline can be given a value for, or has to be. */
export interface Parameter {
  name: string;
  required: boolean;
}

/** A version of a pipeline with its definition, secrets masked. */
export interface PipelineVersion {
  version: number;
  definition: unknown;
}

/** A trigger as the pipeline has it. */
export interface TriggerDefinition {
  type: string;
  name?: string;
  event?: string;
  path?: string;
  pipeline?: string;
  stream?: string;
}

/** A trigger and what it did last. */
export interface Trigger {
  key: string;
  type: string;
  active: boolean;
  fired_at?: string;
  run_id?: string;
  token?: { hint: string; created_at: string; created_by: string };
  last_error?: string;
}

/** The address of a webhook, which is shown once. */
export interface HookToken {
  token: string;
  path: string;
  url: string;
}

export interface RejectedRecord {
  id: string;
  record: unknown;
  errors: { step: string; field?: string; rule: string; code: string; message: string }[];
}

export type DeadLetterStatus = 'open' | 'replayed' | 'discarded';

/** A rejected record, kept until it is replayed or discarded. */
export interface DeadLetter extends RejectedRecord {
  status: DeadLetterStatus;
  pipeline_id: string;
  pipeline_name: string;
  pipeline_version: number;
  run_id: string;
  step: string;
  field?: string;
  rule: string;
  code: string;
  source_partition: number;
  source_ordinal: number;
  as_read: boolean;
  edited_record?: unknown;
  attempts: number;
  replay_run_id?: string;
  claimed: boolean;
  version: number;
  created_at: string;
}

/** What a replay has started. */
export interface Replay {
  runs: { run_id: string; pipeline_id: string; pipeline_version: number; records: number }[];
}

/** What giving up a replay has come to. */
export interface Release {
  run_id: string;
  uncertain: number;
}

export type NotificationStatus = 'pending' | 'sent' | 'given_up';

/** Who was told what of a run, and what became of it. */
export interface Notification {
  id: string;
  run_id: string;
  pipeline_id: string;
  pipeline_name: string;
  event: string;
  channel: string;
  target: string;
  status: NotificationStatus;
  attempts: number;
  created_at: string;
  next_attempt_at?: string | null;
  sent_at?: string | null;
  last_error?: string | null;
}

export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}

export interface Problem {
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: Finding[];
}
