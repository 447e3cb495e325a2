-- Every call that was ever claimed. The result is encrypted with its owner's key.
create table calls (
    call text primary key,
    tool text not null,
    owner text not null,
    state text not null check (state in ('claimed', 'finished', 'failed')),
    claimed_at timestamptz not null default now(),
    settled_at timestamptz,
    result_key uuid,
    result bytea
);
