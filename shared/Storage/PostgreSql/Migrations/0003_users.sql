-- Accounts and their refresh tokens. A family is what one sign-in gave; its tokens replace one another.

CREATE TABLE users (
    id text PRIMARY KEY,
    email text NOT NULL,
    -- The address as it is compared: without regard to case.
    email_key text NOT NULL UNIQUE,
    full_name text NOT NULL,
    role text NOT NULL CHECK (role IN ('viewer', 'editor', 'admin')),
    password_hash text NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE refresh_token_families (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
    revoked_at timestamptz
);

CREATE INDEX refresh_token_families_of_user ON refresh_token_families (user_id);

CREATE TABLE refresh_tokens (
    token_hash text PRIMARY KEY,
    family text NOT NULL REFERENCES refresh_token_families ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    spent_at timestamptz
);

CREATE INDEX refresh_tokens_of_family ON refresh_tokens (family);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);
