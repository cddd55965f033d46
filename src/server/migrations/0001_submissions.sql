create schema if not exists desk;

-- One row for each submission: its payload, its state, and the outcome that every repeat is answered with.
create table desk.submissions (
  workspace     text        not null,
  id            uuid        not null,
  person        text        not null,
  -- The person's name at that time: receipts show it after the person has changed it or left.
  person_name   text        not null,
  revision      integer     not null check (revision > 0),
  fingerprint   text        not null,
  payload       text        not null,
  op            text        not null check (op in ('create', 'update', 'remove', 'primary', 'role')),
  customer      text        not null,
  -- The contact that is written; of a create, the contact that was created.
  contact       text,
  contact_name  text,
  state         text        not null check (state in ('pending', 'succeeded', 'rejected', 'unknown')),
  -- JSON as text, so that a repeat gets the same bytes. Null while pending.
  outcome       text,
  -- Goes up with each lease, so that a late answer to an earlier attempt settles nothing.
  fencing_token integer     not null,
  lease_until   timestamptz not null,
  sent_at       timestamptz not null,
  settled_at    timestamptz,
  primary key (workspace, id)
);

create index submissions_newest on desk.submissions (workspace, sent_at desc, id desc);
