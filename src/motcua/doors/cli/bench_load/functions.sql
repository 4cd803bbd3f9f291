-- part: functions
-- Working time is counted in minutes from the first working day: 450 a day, 07:30–11:30 and 13:30–17:00.
CREATE FUNCTION pg_temp.roll(n bigint, throw int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (hashint8extended(n, %(seed)s::bigint * 1000 + throw) & 2147483647) / 2147483648.0::float8
$$;
CREATE FUNCTION pg_temp.opening(day_no int) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (%(openings)s::timestamptz[])[day_no + 1]
$$;
CREATE FUNCTION pg_temp.closing(day_no int) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT pg_temp.opening(day_no) + interval '570 minutes'
$$;
CREATE FUNCTION pg_temp.moment(w int) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT pg_temp.opening(w / 450)
           + (w %% 450 + CASE WHEN w %% 450 >= 240 THEN 120 ELSE 0 END) * interval '1 minute'
$$;
-- What ends at closing ends there, not at the next opening.
CREATE FUNCTION pg_temp.ending(w int) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT pg_temp.moment(w - 1) + interval '1 minute'
$$;
CREATE FUNCTION pg_temp.iso(moment timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT to_char(moment AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD"T"HH24:MI:SS"+07:00"')
$$;
CREATE FUNCTION pg_temp.journal_iso(moment timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
$$;
-- As ground.outbox.rules.seal: the previous hash and the rest of the canonical JSON.
CREATE FUNCTION pg_temp.sealed(previous text, body text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN encode(sha256(convert_to('["' || previous || '",' || body, 'UTF8')), 'hex');
END $$;
CREATE AGGREGATE pg_temp.chain(text) (sfunc = pg_temp.sealed, stype = text, initcond = %(genesis)s);
CREATE FUNCTION pg_temp.body(subject text, seq bigint, name text, payload text, actor text, happened timestamptz)
RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT '"' || subject || '",' || seq || ',"' || name || '",' || payload || ',"' || actor || '","'
           || pg_temp.journal_iso(happened) || '"]'
$$;
CREATE TEMP TABLE bench_day (day_no int PRIMARY KEY, first bigint, dossiers int, minutes int, late float8);
CREATE TEMP TABLE bench_name (no int PRIMARY KEY, name text, folded text, sex text);
CREATE TEMP TABLE bench_unit (
    no int PRIMARY KEY, code text, name text, short text, kind text, parent int, receives boolean, weight float8,
    level text, desk int, front int, signers int, above int, competents int[]
);
CREATE TEMP TABLE bench_desk (no int PRIMARY KEY, unit int, title text, roles text[], name text, email text);
CREATE TEMP TABLE bench_procedure (
    level text, no int, version_id bigint, code text, days int, weight float8, late float8
);
CREATE TEMP TABLE bench_told (n bigint, id bigint, seq int, last boolean, name text, payload text, actor text,
    happened timestamptz, previous text, hash text);
-- What will have happened to a dossier: w_… are working minutes, due… numbers of working days, null what did not happen.
CREATE TEMP TABLE bench_fate (
    n bigint, id bigint, day_no int, w0 int, afar boolean, evening boolean, agency_id bigint, competent_id bigint,
    counter int, officer int, signer int, above int, channel text, series text, serial int, unit_code text, procedure text,
    version_id bigint, days int, person int, declines boolean, w_rec int, w_dec int, w_take int, w_ask1 int, w_sup1 int,
    w_ask2 int, w_sup2 int, w_fwd int, w_sign int, w_done int, w_ret int, w_wd int, w_stop int, due0 int, due1 int,
    due2 int, missed boolean, w_letter int, appointed int, missed_again boolean, rejects boolean, name_no int
);
-- The same as its rows need it.
CREATE TEMP TABLE bench_case (
    LIKE bench_fate, code text, on_day date, status text, flag text, submitted_at timestamptz, accept_by timestamptz,
    received_at timestamptz, ended_at timestamptz, due int, legal_due_at timestamptz, due_at timestamptz, due_why text,
    ruleset_id bigint, ruleset text, name text, folded text, id_number text, phone text, s_rec int, s_sup1 int, s_sup2 int,
    s_letter int, event_seq int, holder_post int, w_letter2 int, method text, w_check int
);
CREATE FUNCTION pg_temp.vn(moment timestamptz) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (moment AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
$$;
CREATE FUNCTION pg_temp.noon(day_no int) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT pg_temp.vn(pg_temp.opening(day_no))
$$;
CREATE FUNCTION pg_temp.day(w int) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT pg_temp.vn(pg_temp.opening(w / 450))
$$;
-- The end of a stretch of days: open where nothing follows, empty where what follows comes on its first day.
CREATE FUNCTION pg_temp.after(begins date, ends date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN ends IS NOT NULL THEN greatest(begins, ends) END
$$;
-- What others tell of a dossier that was received.
CREATE TEMP TABLE bench_fact (
    n bigint, id bigint, told boolean, competent_id bigint, fee int, paid boolean, paid_online boolean, component boolean, reused boolean,
    from_store boolean, result boolean, result_stored boolean, synced boolean, verified boolean, certified boolean,
    rating text, w_rec int, w_done int, w_rated int, w_petition int, w_settled int, disliked boolean
);
