-- The sessions. The cookie holds the secret, and only its hash is stored.
create table desk.sessions (
  id       text primary key,
  person   text        not null,
  name     text        not null,
  -- JSON: the values of the claim that gave a role at sign-in.
  groups   text        not null,
  begun_at timestamptz not null,
  -- To the minute.
  seen_at  timestamptz not null
);

create index sessions_seen on desk.sessions (seen_at);

-- Logins that the provider has not answered yet. Each row is used once.
create table desk.login_attempts (
  id        text primary key,
  return_to text        not null,
  -- The earlier session of this browser, which ends when the new one begins.
  replaces  text,
  begun_at  timestamptz not null
);

create index login_attempts_begun on desk.login_attempts (begun_at);
