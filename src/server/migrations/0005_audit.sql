-- Who asked, as the log says it when the submission is settled, perhaps by another process.
alter table desk.submissions
  -- The person's role then.
  add column role text,
  -- Finds the request in the server's log.
  add column reference text;

-- What became of every save, one row each time that was said for the first time. Written in the
-- transaction that says it, never changed, kept for ever. Columns are read by chain.ts, by name.
create table desk.audit (
  workspace    text           not null,
  -- From 1, without a gap.
  number       bigint         not null,
  -- To the millisecond, which is as much as the hash is made of.
  at           timestamptz(3) not null,
  person       text           not null,
  person_name  text           not null,
  role         text,
  op           text           not null,
  customer     text           not null,
  contact      text,
  contact_name text,
  -- JSON as text, so that its bytes stay as they were hashed.
  changes      text           not null,
  undoes       uuid,
  reason       text,
  submission_id       uuid           not null,
  revision   integer        not null,
  code         text           not null,
  outcome      text           not null check (outcome in ('saved', 'refused', 'unknown')),
  refusal      text,
  status       integer,
  track_id     text,
  request_id   text,
  milliseconds integer,
  reference    text,
  -- SHA-256 of the hash before, the number and all of the above but the number.
  hash         bytea          not null,
  constraint audit_numbered primary key (workspace, number)
);

create index audit_newest on desk.audit (workspace, at desc, number desc);
create index audit_by_person on desk.audit
  (workspace, person, person_name, at desc, number desc);
create index audit_by_customer on desk.audit (workspace, customer, at desc, number desc);
create index audit_by_code on desk.audit (workspace, code);
-- Nearly all are saved: those few that are not would be looked for long.
create index audit_unsaved on desk.audit (workspace, outcome, at desc, number desc)
  where outcome <> 'saved';

-- Where the chain of each workspace ends, and so how many rows there have to be.
create table desk.audit_heads (
  workspace text   primary key,
  rows      bigint not null,
  hash      bytea  not null
);
