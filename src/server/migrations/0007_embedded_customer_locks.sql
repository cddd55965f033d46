-- A row is locked while a transaction writes a customer's contacts. For embedded workspaces, whose
-- contacts are in this database.
create table desk.customer_locks (
  workspace text not null,
  customer  text not null,
  primary key (workspace, customer)
);
