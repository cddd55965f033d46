-- Who is signed in. The cookie holds the secret, and only its hash is here.
create table desk.sessions (
  id       text primary key,
  person   text        not null,
  name     text        not null,
  -- JSON: those values of the claim that made a role when the person signed in.
  groups   text        not null,
  begun_at timestamptz not null,
  -- To the minute.
  seen_at  timestamptz not null
);

create index sessions_seen on desk.sessions (seen_at);

-- Who has gone to the provider and not come back yet. Each is taken out once.
create table desk.login_attempts (
  id        text primary key,
  return_to text        not null,
  -- The session that this browser had before, which ends when the new one begins.
  replaces  text,
  begun_at  timestamptz not null
);

create index login_attempts_begun on desk.login_attempts (begun_at);
