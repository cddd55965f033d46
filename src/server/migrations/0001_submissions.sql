create schema if not exists desk;

-- One row per submission: the submission, how far it got, and the answer that every repeat of it is given.
create table desk.submissions (
  workspace    text        not null,
  id       uuid        not null,
  person       text        not null,
  -- As it was then: a receipt names who did it even when that person has another name, or left.
  person_name  text        not null,
  revision   integer     not null check (revision > 0),
  fingerprint  text        not null,
  payload      text        not null,
  op           text        not null check (op in ('create', 'update', 'remove', 'primary', 'role')),
  customer     text        not null,
  -- What it is about; of a create, what it made.
  contact      text,
  contact_name text,
  state        text        not null check (state in ('pending', 'succeeded', 'rejected', 'unknown')),
  -- JSON as text, so that a repeat gets the same bytes. Null while pending.
  outcome      text,
  -- One more with every send, so that a late answer to an earlier one settles nothing.
  fencing_token        integer     not null,
  lease_until  timestamptz not null,
  sent_at      timestamptz not null,
  settled_at   timestamptz,
  primary key (workspace, id)
);

create index submissions_newest on desk.submissions (workspace, sent_at desc, id desc);
