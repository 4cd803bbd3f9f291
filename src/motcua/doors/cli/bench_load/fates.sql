-- part: fates
-- OFFSET 0 keeps what is worked out at one step from being worked out again at every later one.
TRUNCATE bench_fate
-- part: fates
INSERT INTO bench_fate
WITH born AS (
    SELECT d.first + k AS n, d.day_no, d.late,
           d.day_no * 450 + floor(d.minutes * (k + 0.5) / d.dossiers)::int AS w0
    FROM bench_day d, generate_series(0, d.dossiers - 1) k
    WHERE d.day_no BETWEEN %(first_day)s AND %(last_day)s
    OFFSET 0
), placed AS (
    SELECT b.n, %(dossier)s + b.n AS id, b.day_no, b.w0, c.agency_id, c.code AS unit_code, o.agency_id AS competent_id,
           %(dossier)s::bigint AS base, p.code AS procedure, p.version_id, p.days,
           c.desk + floor(pg_temp.roll(b.n, 4) * c.front)::int AS counter,
           o.desk + floor(pg_temp.roll(b.n, 5) * o.front)::int AS officer,
           o.desk + o.front + floor(pg_temp.roll(b.n, 6) * o.signers)::int AS signer, o.above,
           CASE WHEN pg_temp.roll(b.n, 1) < 0.62 THEN 'online' WHEN pg_temp.roll(b.n, 1) < 0.96 THEN 'in_person'
                ELSE 'postal' END AS channel,
           pg_temp.roll(b.n, 7) < 0.006 AS declines,
           pg_temp.roll(b.n, 8) < 0.058 * b.late * p.late * o.late AS lags,
           1 + floor(pg_temp.roll(b.n, 9) * %(persons)s::int)::int AS person
    FROM born b
    JOIN bench_counter c ON c.no = width_bucket(pg_temp.roll(b.n, 2),
                                                (SELECT array_agg(starts ORDER BY no) FROM bench_counter))
    JOIN bench_choice p ON p.level = c.level AND p.no = width_bucket(pg_temp.roll(b.n, 3), CASE c.level
        WHEN 'commune' THEN (SELECT array_agg(starts ORDER BY no) FROM bench_choice WHERE level = 'commune')
        ELSE (SELECT array_agg(starts ORDER BY no) FROM bench_choice WHERE level <> 'commune') END)
    JOIN bench_competent o ON o.no = c.competents[1 + p.no %% cardinality(c.competents)]
    OFFSET 0
), handed_in AS (
    SELECT *, CASE WHEN channel = 'in_person' AND declines THEN 'TC' ELSE '' END AS series, channel <> 'in_person' AS afar,
           channel = 'online' AND pg_temp.roll(n, 11) < 0.3 AND day_no < %(today)s AS evening
    FROM placed
    OFFSET 0
), begun AS (
    SELECT *, CASE WHEN evening THEN (day_no + 1) * 450 + 1 + floor(pg_temp.roll(n, 12) * 200)::int
                   WHEN afar THEN w0 + 10 + floor(pg_temp.roll(n, 12) * 280)::int ELSE w0 END AS w_rec
    FROM handed_in
    OFFSET 0
), asked AS (
    SELECT *, w_rec + CASE days WHEN 0 THEN 2 + floor(pg_temp.roll(n, 13) * 15)::int
                                ELSE 5 + floor(pg_temp.roll(n, 13) * 200)::int END AS w_take,
           days >= 3 AND NOT declines AND pg_temp.roll(n, 14) < 0.07 AS lacks,
           pg_temp.roll(n, 15) < 0.05 AS silent, pg_temp.roll(n, 16) < 0.07 AS lacks_again
    FROM begun
    OFFSET 0
), supplied AS (
    SELECT *, CASE WHEN lacks THEN w_take + 10 + floor(pg_temp.roll(n, 17) * 500)::int END AS w_ask1
    FROM asked
    OFFSET 0
), supplied_again AS (
    SELECT *, CASE WHEN lacks AND NOT silent THEN w_ask1 + 200 + floor(pg_temp.roll(n, 18) * 4500)::int END AS w_sup1,
           CASE WHEN lacks AND silent THEN ((w_ask1 / 450) + 31) * 450 + floor(pg_temp.roll(n, 19) * 900)::int END AS w_stop
    FROM supplied
    OFFSET 0
), counted AS (
    SELECT *, CASE WHEN lacks_again THEN w_sup1 + 30 + floor(pg_temp.roll(n, 20) * 400)::int END AS w_ask2,
           CASE WHEN lacks_again THEN w_sup1 + 640 + floor(pg_temp.roll(n, 21) * 3000)::int END AS w_sup2,
           CASE WHEN days = 0 THEN w_rec / 450 + (w_rec %% 450 > 330)::int ELSE w_rec / 450 + days END AS due0
    FROM supplied_again
    OFFSET 0
), due AS (
    SELECT *, w_sup1 / 450 + days AS due1, w_sup2 / 450 + days AS due2,
           coalesce(w_sup2 / 450 + days, w_sup1 / 450 + days, due0) AS due,
           greatest(w_take, coalesce(w_sup2, w_sup1, 0)) + 10 AS w_begin,
           NOT declines AND w_stop IS NULL AS works
    FROM counted
    OFFSET 0
), finished AS (
    SELECT *, works AND NOT lags AND pg_temp.roll(n, 22) < 0.006 AS withdraws,
           CASE WHEN lags THEN (due + 1 + least(floor(-ln(1 - pg_temp.roll(n, 23)) * 2.6)::int, 60)) * 450
                               + 130 + floor(pg_temp.roll(n, 24) * 300)::int
                ELSE w_begin + floor((due * 450 + 440 - w_begin) * (0.15 + 0.84 * pg_temp.roll(n, 24)))::int END AS w_end,
           CASE WHEN pg_temp.roll(n, 25) < 0.75 THEN (due + 1) * 450 + 15 + floor(pg_temp.roll(n, 26) * 90)::int END AS w_letter,
           due + 2 + floor(pg_temp.roll(n, 27) * 5)::int AS appointed
    FROM due
    OFFSET 0
), told AS (
    SELECT *,
           CASE WHEN works AND NOT withdraws THEN w_begin + ((w_end - w_begin) * 0.6)::int END AS w_fwd,
           CASE WHEN works AND NOT withdraws THEN w_begin + ((w_end - w_begin) * 0.8)::int END AS w_sign,
           CASE WHEN works AND NOT withdraws THEN w_end END AS w_done,
           CASE WHEN withdraws THEN w_begin + ((w_end - w_begin) * 0.5)::int END AS w_wd,
           CASE WHEN works AND NOT withdraws AND pg_temp.roll(n, 28) >= 0.002 THEN w_end + 5
                + floor(power(pg_temp.roll(n, 29), 3) * 2000 * CASE WHEN channel = 'online' THEN 0.3 ELSE 1 END)::int END AS w_ret,
           lags AND works AS late
    FROM finished
    OFFSET 0
)
SELECT n, id, day_no, w0, afar, evening, agency_id, competent_id, counter, officer, signer, above, channel, series,
       row_number() OVER (PARTITION BY agency_id, day_no, series ORDER BY n)::int AS serial, unit_code, procedure, version_id,
       days, person, declines,
       CASE WHEN w_rec <= %(now)s AND NOT declines THEN w_rec END,
       CASE WHEN w_rec <= %(now)s AND declines THEN w_rec END,
       CASE WHEN w_take <= %(now)s AND NOT declines THEN w_take END,
       CASE WHEN w_ask1 <= %(now)s THEN w_ask1 END, CASE WHEN w_sup1 <= %(now)s THEN w_sup1 END,
       CASE WHEN w_ask2 <= %(now)s THEN w_ask2 END, CASE WHEN w_sup2 <= %(now)s THEN w_sup2 END,
       CASE WHEN w_fwd <= %(now)s THEN w_fwd END, CASE WHEN w_sign <= %(now)s THEN w_sign END,
       CASE WHEN w_done <= %(now)s THEN w_done END, CASE WHEN w_ret <= %(now)s THEN w_ret END,
       CASE WHEN w_wd <= %(now)s THEN w_wd END, CASE WHEN w_stop <= %(now)s THEN w_stop END,
       due0, CASE WHEN w_sup1 <= %(now)s THEN due1 END, CASE WHEN w_sup2 <= %(now)s THEN due2 END,
       late AND due < %(today)s + CASE WHEN %(over)s THEN 1 ELSE 0 END AS missed,
       CASE WHEN late AND w_letter <= %(now)s THEN w_letter END, appointed,
       coalesce(late AND w_letter <= %(now)s AND w_done / 450 > appointed
                AND appointed < %(today)s + CASE WHEN %(over)s THEN 1 ELSE 0 END, false) AS missed_again,
       pg_temp.roll(n, 30) < 0.012 AS rejects, 1 + floor(power(pg_temp.roll(person, 900), 1.6) * %(names)s::int)::int AS name_no
FROM told
