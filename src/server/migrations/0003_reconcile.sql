-- What it takes to find out about a submission whose answer was lost, and to take one back.
alter table desk.submissions
  -- What is carried out, where that is not what was asked for: an undo is another write.
  add column executed_write text,
  -- The submission that this one takes back.
  add column undoes uuid,
  -- What the contact held before, as JSON.
  add column previous text,
  -- Of a create: the same for every submission that would make the same contact.
  add column contact_fingerprint text,
  -- Ids of the customer's contacts before anything was sent, as JSON. Never refreshed: a contact that
  -- turns up late must not look as if it had been there.
  add column known_ids text,
  -- One more each time it was proven that nothing was made. The upstream key is made of it.
  add column key_epoch integer not null default 1,
  -- Answers of this round that were faults of the billing system, which it may have stored.
  add column faults integer not null default 0,
  -- How often somebody looked what became of it.
  add column reconcile_attempts integer not null default 0,
  -- When bytes of this round left first, and last. Null: nothing has left.
  add column dispatched_at timestamptz,
  add column last_dispatched_at timestamptz,
  add column in_doubt_since timestamptz,
  -- When somebody is to look again.
  add column due_at timestamptz,
  -- When somebody is to look whether it is there twice.
  add column duplicate_scan_at timestamptz,
  -- The contact that may be there twice.
  add column duplicate text;

-- Written by a desk that did not yet say when bytes left: they may have.
update desk.submissions
set dispatched_at = sent_at, last_dispatched_at = sent_at, in_doubt_since = sent_at, due_at = sent_at
where state in ('pending', 'unknown');

-- A contact is made by one submission, whoever finds it.
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

-- Work that one gateway does for all of them.
create table desk.leases (
  name   text        primary key,
  holder uuid        not null,
  until  timestamptz not null
);
