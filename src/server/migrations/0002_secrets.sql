-- Random secrets of this desk, each created when it is first needed.
create table desk.secrets (
  name  text primary key,
  value text not null
);
