-- For reconciling a submission whose answer was lost, and for undo.
alter table desk.submissions
  -- The write that is executed, where it differs from the payload: an undo becomes another write.
  add column executed_write text,
  -- The submission that this one undoes.
  add column undoes uuid,
  -- The contact before the write, as JSON.
  add column previous text,
  -- Of a create: equal for all submissions that would create the same contact.
  add column contact_fingerprint text,
  -- The snapshot: ids of the customer's contacts before the dispatch, as JSON. Never refreshed: a
  -- contact that appears late must not count as one that was there before.
  add column known_ids text,
  -- Goes up each time it is proven that nothing was created. Part of the upstream idempotency key.
  add column key_epoch integer not null default 1,
  -- Faults of the billing system in this key epoch, which it may have stored under the key.
  add column faults integer not null default 0,
  -- How often it was reconciled.
  add column reconcile_attempts integer not null default 0,
  -- First and last dispatch of this key epoch. Null: nothing was sent.
  add column dispatched_at timestamptz,
  add column last_dispatched_at timestamptz,
  add column in_doubt_since timestamptz,
  -- When it is reconciled next.
  add column due_at timestamptz,
  -- When the customer is scanned next for a second contact like this.
  add column duplicate_scan_at timestamptz,
  -- The contact that may be a duplicate.
  add column duplicate text;

-- Written before dispatches were recorded: it may have been sent.
update desk.submissions
set dispatched_at = sent_at, last_dispatched_at = sent_at, in_doubt_since = sent_at, due_at = sent_at
where state in ('pending', 'unknown');

-- One contact is created by one submission, whichever gateway finds it.
create unique index submissions_claimed_contact on desk.submissions (workspace, contact)
  where op = 'create' and state = 'succeeded';

-- One submission at a time for the same contact of the same customer.
create unique index submissions_same_contact on desk.submissions (workspace, customer, contact_fingerprint)
  where contact_fingerprint is not null and state in ('pending', 'unknown');

create unique index submissions_one_undo on desk.submissions (workspace, undoes)
  where undoes is not null and state <> 'rejected';

create index submissions_due on desk.submissions (due_at) where state in ('pending', 'unknown');
create index submissions_duplicate_scan on desk.submissions (duplicate_scan_at) where duplicate_scan_at is not null;
create index submissions_by_person on desk.submissions
  (workspace, person, sent_at desc, id desc);

-- Leader leases: work that one gateway does for all.
create table desk.leases (
  name   text        primary key,
  holder uuid        not null,
  until  timestamptz not null
);
