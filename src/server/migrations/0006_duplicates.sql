-- Which wishes tell of a contact as of a second one.
create index submissions_told on desk.submissions (workspace, duplicate)
  where duplicate is not null;
