-- One key per owner. A destroyed key leaves its owner's row without the key, so that none is made again.
create table data_keys (
    id uuid primary key,
    owner text not null unique,
    wrapped bytea,
    created_at timestamptz not null default now(),
    destroyed_at timestamptz,
    check ((wrapped is null) = (destroyed_at is not null))
);
