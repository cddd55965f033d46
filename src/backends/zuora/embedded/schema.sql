-- Zuora's side of the embedded desk: the parts of its data that contacts need.

create schema zuora;

create sequence zuora.account_numbers;

create table zuora.accounts (
  -- 32 hexadecimal digits.
  id text collate "C" primary key,
  account_number text collate "C" not null unique,
  name text not null,
  -- Draft, Active or Canceled.
  status text not null default 'Active',
  currency text not null,
  crm_id text collate "C",
  batch text not null default 'Batch1',
  bill_cycle_day integer not null default 1,
  auto_pay boolean not null default false,
  notes text,
  parent_id text collate "C",
  invoice_delivery_prefs_email boolean not null default false,
  invoice_delivery_prefs_print boolean not null default false,
  additional_email_addresses jsonb not null default '[]',
  -- NetSuite's fields and custom fields, by name.
  net_suite jsonb not null default '{}',
  custom jsonb not null default '{}',
  -- Contacts of this account. No foreign keys: an account is written before its contacts, and
  -- whoever writes one of these holds the account's row.
  bill_to_id text collate "C",
  sold_to_id text collate "C",
  ship_to_id text collate "C",
  -- Milliseconds are what JavaScript's dates keep, and cursors must name a moment exactly.
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);

-- Names and numbers are found by how they begin, whatever their case, and listed in the same order.
create index accounts_by_name on zuora.accounts ((lower(name) collate "C"), id);
create index accounts_by_number on zuora.accounts ((lower(account_number) collate "C"), id);
create index accounts_by_change on zuora.accounts (updated_at desc, id desc);

create table zuora.contacts (
  id text collate "C" primary key,
  account_id text collate "C" not null references zuora.accounts,
  address1 text,
  address2 text,
  city text,
  description text,
  country text,
  county text,
  fax text,
  first_name text,
  home_phone text,
  last_name text,
  mobile_phone text,
  nickname text,
  other_phone text,
  other_phone_type text,
  personal_email text,
  state text,
  tax_region text,
  work_email text,
  work_phone text,
  postal_code text,
  as_bill_to boolean not null default true,
  as_ship_to boolean not null default true,
  as_sold_to boolean not null default true,
  custom jsonb not null default '{}',
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);

create index contacts_by_account on zuora.contacts (account_id, updated_at desc, id desc);
create index contacts_by_change on zuora.contacts (updated_at desc, id desc);

-- A contact as it was on the day of a billing document.
create table zuora.contact_snapshots (
  id text collate "C" primary key,
  -- The contact may be gone.
  contact_id text collate "C" not null,
  -- Its text fields, and what it could be used as, under the names of the v1 calls.
  fields jsonb not null,
  created_at timestamptz(3) not null
);

create index contact_snapshots_by_contact on zuora.contact_snapshots (contact_id);

-- What was answered to a POST with an Idempotency-Key, or that its answer is being made.
create table zuora.idempotency (
  key text collate "C" primary key,
  -- What was asked: tenant, method, URL and body.
  asked text collate "C" not null,
  -- Who makes the answer, and until when that is believed without hearing of it.
  owner text collate "C" not null,
  leased_until timestamptz(3) not null,
  created_at timestamptz(3) not null,
  -- All null while it is being made.
  status integer,
  headers jsonb,
  body text
);

create index idempotency_by_age on zuora.idempotency (created_at);

-- What access tokens are signed with. One row, made by whoever needs it first.
create table zuora.signing (
  id integer primary key,
  key text not null
);

-- Where a ZOQL query that has more to give goes on.
create table zuora.query_locators (
  id text collate "C" primary key,
  query jsonb not null,
  expires_at timestamptz(3) not null
);

create index query_locators_by_expiry on zuora.query_locators (expires_at);

-- How much demo data was ever put in: the next of it goes on from there.
create table zuora.demo (
  customers bigint not null,
  contacts bigint not null
);

insert into zuora.demo values (0, 0);
