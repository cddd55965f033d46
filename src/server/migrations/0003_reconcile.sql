-- What it takes to find out about a wish whose answer was lost, and to take one back.
alter table desk.submissions
  -- What is carried out, where that is not what was asked for: an undo is another write.
  add column write_instead text,
  -- The wish that this one takes back.
  add column undoes uuid,
  -- What the contact held before, as JSON.
  add column before text,
  -- Of a create: the same for every wish that would make the same contact.
  add column likeness text,
  -- Ids of the customer's contacts before anything was sent, as JSON. Never refreshed: a contact that
  -- turns up late must not look as if it had been there.
  add column known text,
  -- One more each time it was proven that nothing was made. The upstream key is made of it.
  add column round integer not null default 1,
  -- Answers of this round that were faults of the billing system, which it may have stored.
  add column faults integer not null default 0,
  -- How often somebody looked what became of it.
  add column looks integer not null default 0,
  -- When bytes of this round left first, and last. Null: nothing has left.
  add column departed_at timestamptz,
  add column last_departed_at timestamptz,
  add column doubted_at timestamptz,
  -- When somebody is to look again.
  add column due_at timestamptz,
  -- When somebody is to look whether it is there twice.
  add column audit_at timestamptz,
  -- The contact that may be there twice.
  add column duplicate text;

-- Written by a desk that did not yet say when bytes left: they may have.
update desk.submissions
set departed_at = sent_at, last_departed_at = sent_at, doubted_at = sent_at, due_at = sent_at
where state in ('pending', 'unknown');

-- A contact is made by one wish, whoever finds it.
create unique index submissions_made on desk.submissions (workspace, contact)
  where op = 'create' and state = 'succeeded';

-- One wish at a time for the same contact of the same customer.
create unique index submissions_alike on desk.submissions (workspace, customer, likeness)
  where likeness is not null and state in ('pending', 'unknown');

create unique index submissions_undone on desk.submissions (workspace, undoes)
  where undoes is not null and state <> 'rejected';

create index submissions_due on desk.submissions (due_at) where state in ('pending', 'unknown');
create index submissions_audit on desk.submissions (audit_at) where audit_at is not null;
create index submissions_by_person on desk.submissions
  (workspace, person, sent_at desc, intent desc);

-- Work that one gateway does for all of them.
create table desk.duties (
  name   text        primary key,
  holder uuid        not null,
  until  timestamptz not null
);
