-- Refused requests of a minute, counted until the minute is over and they become one row of the log. So
-- many requests leave few rows.
create table desk.denials (
  workspace   text        not null,
  person      text        not null,
  -- Method and pattern of the address.
  route       text        not null,
  minute      timestamptz not null,
  person_name text        not null,
  role        text,
  status      integer     not null,
  -- Of the first of them, as is the time.
  reference   text        not null,
  at          timestamptz not null,
  count       integer     not null,
  constraint denials_counted primary key (workspace, person, route, minute)
);

-- The role of each person when the desk saw their claims last, so that a change of it is noticed.
create table desk.known_roles (
  person    text not null,
  workspace text not null,
  -- Null: none any more.
  role      text,
  constraint known_roles_once primary key (person, workspace)
);
