-- What audit says, as its records were written, and what was signed of it. Both only ever grow.
create table entries (
    partition integer not null,
    sequence bigint not null,
    link bytea not null,
    key bytea not null,
    value bytea not null,
    at timestamptz not null,
    actor text not null,
    action text not null,
    subject text not null,
    outcome text not null,
    rule text,
    call text,
    cause text not null,
    user_id text,
    session text,
    digest text,
    primary key (partition, sequence)
);
create index entries_by_time on entries (at, partition, sequence);
create index entries_by_user on entries (user_id, at, partition, sequence);
create index entries_by_call on entries (call) where call is not null;

create table checkpoints (
    partition integer not null,
    sequence bigint not null,
    link bytea not null,
    signed_at timestamptz not null,
    signer text not null,
    signature bytea not null,
    primary key (partition, sequence)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit is append only: % of % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;
create trigger entries_stay before update or delete on entries
    for each row execute function refuse_change();
create trigger entries_are_kept before truncate on entries
    for each statement execute function refuse_change();
create trigger checkpoints_stay before update or delete on checkpoints
    for each row execute function refuse_change();
create trigger checkpoints_are_kept before truncate on checkpoints
    for each statement execute function refuse_change();

-- Not even their owner, by whose account we write, has more than it needs.
revoke all on entries, checkpoints from public, current_user;
grant select, insert on entries, checkpoints to current_user;
