-- The numbers an organization may show when it calls.

create table outbound_numbers (
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete restrict,
  phone_number text not null check (phone_number ~ '^\+[1-9][0-9]{6,14}$'),
  label text,
  is_default boolean not null default false,
  is_active boolean not null default true,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, phone_number)
);
create unique index outbound_numbers_one_default on outbound_numbers (organization_id) where is_default;
select wib.protect('outbound_numbers');

grant select on outbound_numbers to wib_app;
grant update (last_used_at) on outbound_numbers to wib_app;
grant select, delete on outbound_numbers to wib_purge;
