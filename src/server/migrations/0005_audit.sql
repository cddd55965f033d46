-- For the audit entry, which is written when the submission is settled, perhaps by another process.
alter table desk.submissions
  -- The person's role at that time.
  add column role text,
  -- The id of the request in the server's log.
  add column reference text;

-- The audit log: one row for each new outcome of a submission, written in the transaction that stores
-- the outcome, never changed and never deleted. chain.ts reads the columns by name.
create table desk.audit (
  workspace     text           not null,
  -- From 1, without gaps.
  number        bigint         not null,
  -- To the millisecond, as it is hashed.
  at            timestamptz(3) not null,
  person        text           not null,
  person_name   text           not null,
  role          text,
  op            text           not null,
  customer      text           not null,
  contact       text,
  contact_name  text,
  -- JSON as text, so that its bytes stay as they were hashed.
  changes       text           not null,
  undoes        uuid,
  reason        text,
  submission_id uuid           not null,
  revision      integer        not null,
  code          text           not null,
  outcome       text           not null check (outcome in ('saved', 'refused', 'unknown')),
  refusal       text,
  status        integer,
  track_id      text,
  request_id    text,
  milliseconds  integer,
  reference     text,
  -- SHA-256 of the hash before, the number and all of the above but the number.
  hash          bytea          not null,
  constraint audit_numbered primary key (workspace, number)
);

create index audit_newest on desk.audit (workspace, at desc, number desc);
create index audit_by_person on desk.audit
  (workspace, person, person_name, at desc, number desc);
create index audit_by_customer on desk.audit (workspace, customer, at desc, number desc);
create index audit_by_code on desk.audit (workspace, code);
-- Nearly all are saved; without this index a search for the others reads them all.
create index audit_unsaved on desk.audit (workspace, outcome, at desc, number desc)
  where outcome <> 'saved';

-- The last hash and the number of rows of each workspace's chain.
create table desk.audit_heads (
  workspace text   primary key,
  rows      bigint not null,
  hash      bytea  not null
);
