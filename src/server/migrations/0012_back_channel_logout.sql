-- The provider's own session that a session came from, as a hash. Null: the provider named none, or
-- the session began before this step.
alter table desk.sessions add column sid text;

create index sessions_by_person on desk.sessions (person);
create index sessions_by_sid on desk.sessions (sid);

-- Logout tokens that were carried out, each once; the id is a hash of the issuer and the token's own.
create table desk.logouts (
  id         text primary key,
  -- What it names: a person, a session of the provider, or both.
  person     text,
  sid        text,
  at         timestamptz not null,
  -- From then on the token is over, and this row is not needed.
  keep_until timestamptz not null
);

create index logouts_by_sid on desk.logouts (sid);
create index logouts_over on desk.logouts (keep_until);
