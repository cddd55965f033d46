-- Writes about one customer of an outside billing system take turns.
alter table desk.submissions
  -- This open row is the customer lock, with its own lease and fencing token.
  add column holds_lock boolean not null default false,
  -- Ids of the contacts that were primary, or had the role, before the first dispatch, as JSON.
  add column holders text;

create unique index submissions_customer_lock on desk.submissions (workspace, customer)
  where holds_lock and state in ('pending', 'unknown');

-- Finds out whether one of two similar contacts was deleted since.
create index submissions_removed on desk.submissions (workspace, contact)
  where op = 'remove' and state = 'succeeded';
