-- One row, used by a sandbox alone: how far its business time runs ahead of the wall.
create table sandbox_clock (
  single boolean primary key default true check (single),
  offset_ms bigint not null
);
