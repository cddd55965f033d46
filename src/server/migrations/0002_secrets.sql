-- What this desk alone knows, made when it is first needed.
create table desk.secrets (
  name  text primary key,
  value text not null
);
