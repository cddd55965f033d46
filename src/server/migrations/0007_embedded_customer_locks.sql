-- Whose contacts somebody is writing, as long as the transaction lasts: one at a time. Of use to
-- workspaces whose contacts are in this database.
create table desk.customer_locks (
  workspace text not null,
  customer text not null,
  primary key (workspace, customer)
);
