-- Day Zero's side of the embedded desk: the parts of its data that contacts need.

create extension if not exists pg_trgm with schema public;

create schema dayzero;

create table dayzero.businesses (
  id uuid primary key,
  name text collate "C" not null,
  default_currency text not null,
  tax_year_end_month integer not null,
  -- Milliseconds are what JavaScript's dates keep, and cursors must name a moment exactly.
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);

insert into dayzero.businesses
values ('01890000-0000-7000-8000-000000000001', 'Embedded business', 'USD', 12,
        '2023-06-01T00:00:00Z', '2023-06-01T00:00:00Z');

create table dayzero.customers (
  id uuid primary key,
  business_id uuid not null references dayzero.businesses,
  name text not null,
  -- The name without case, accents and punctuation. Written by the application, so that a search
  -- text is folded by the very same code.
  search text collate "C" not null,
  email text collate "C" not null,
  address text,
  phone text,
  tax_id text collate "C",
  website text,
  notes text,
  credit_limit_cents bigint,
  default_payment_term_id text,
  status text not null default 'active',
  category text,
  invoice_footer text,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  -- Deleted customers stay readable by their id, and are in no list.
  deleted_at timestamptz(3)
);

create index customers_by_creation on dayzero.customers (business_id, created_at, id)
  where deleted_at is null;
create index customers_by_change on dayzero.customers (business_id, updated_at, id)
  where deleted_at is null;
-- Also finds the beginnings of names: text collated "C" is ordered by its bytes.
create index customers_by_name on dayzero.customers (business_id, search, id)
  where deleted_at is null;
create index customers_by_email on dayzero.customers (business_id, email, id)
  where deleted_at is null;
create index customers_by_tax_id on dayzero.customers (business_id, tax_id)
  where deleted_at is null and tax_id is not null;
create index customers_by_trigram on dayzero.customers using gin (search public.gin_trgm_ops)
  where deleted_at is null;

create table dayzero.contacts (
  id uuid primary key,
  customer_id uuid not null references dayzero.customers,
  name text collate "C" not null,
  email text collate "C",
  phone text,
  role text collate "C",
  is_primary boolean not null,
  notes text,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);

create index contacts_by_customer on dayzero.contacts (customer_id, created_at, id);
create unique index contacts_one_primary on dayzero.contacts (customer_id) where is_primary;

-- How much demo data was ever put in: the next of it goes on from there.
create table dayzero.demo (
  customers bigint not null,
  contacts bigint not null
);

insert into dayzero.demo values (0, 0);
