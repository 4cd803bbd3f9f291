-- part: fates
TRUNCATE bench_case
-- part: fates
INSERT INTO bench_case
WITH dated AS (
    SELECT f.*,
           unit_code || '-' || to_char(pg_temp.opening(day_no) AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYMMDD') || '-'
               || lpad(serial::text, 4, '0') || CASE WHEN series = '' THEN '' ELSE '-' || series END AS code,
           (pg_temp.opening(day_no) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS on_day,
           CASE WHEN w_dec IS NOT NULL THEN 'declined' WHEN w_ret IS NOT NULL THEN 'returned'
                WHEN w_done IS NOT NULL THEN 'completed' WHEN w_stop IS NOT NULL THEN 'stopped'
                WHEN w_wd IS NOT NULL THEN 'withdrawn'
                WHEN (w_ask2 IS NOT NULL AND w_sup2 IS NULL) OR (w_ask1 IS NOT NULL AND w_sup1 IS NULL) THEN 'supplement'
                WHEN w_take IS NOT NULL THEN 'processing' WHEN w_rec IS NOT NULL THEN 'received'
                ELSE 'registered' END AS status,
           CASE WHEN w_done IS NOT NULL AND rejects THEN 'rejected' ELSE '' END AS flag,
           CASE WHEN afar THEN pg_temp.moment(w0) + CASE WHEN evening THEN interval '6 hours' ELSE interval '0' END END
               AS submitted_at,
           CASE WHEN evening THEN pg_temp.ending(day_no * 450 + 720
                    + least(w0 %% 450 + CASE WHEN w0 %% 450 >= 240 THEN 120 ELSE 0 END, 210))
                WHEN afar THEN pg_temp.ending(w0 + 480) END AS accept_by,
           pg_temp.moment(w_rec) AS received_at, pg_temp.moment(coalesce(w_stop, w_wd)) AS ended_at,
           CASE WHEN w_rec IS NOT NULL THEN coalesce(due2, due1, due0) END AS due,
           afar::int + 1 AS s_rec,
           CASE WHEN missed_again AND pg_temp.roll(n, 31) < 0.5
                     AND (appointed + 1) * 450 + 15 + floor(pg_temp.roll(n, 32) * 90)::int <= %(now)s
                THEN (appointed + 1) * 450 + 15 + floor(pg_temp.roll(n, 32) * 90)::int END AS w_letter2
    FROM bench_fate f
    OFFSET 0
), promised AS (
    SELECT d.*, coalesce((received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, on_day) AS on_rules,
           CASE WHEN w_letter IS NOT NULL THEN appointed ELSE due END AS promise,
           coalesce(w_sup2, w_sup1, w_rec) AS counts_from,
           (w_sup1 IS NOT NULL)::int * 2 + (w_sup2 IS NOT NULL)::int * 2 AS supplies
    FROM dated d
    OFFSET 0
)
SELECT p.n, p.id, day_no, w0, afar, evening, agency_id, competent_id, counter, officer, signer, above, channel, series, serial,
       unit_code, procedure, version_id, days, person, declines, w_rec, w_dec, w_take, w_ask1, w_sup1, w_ask2, w_sup2, w_fwd,
       w_sign, w_done, w_ret, w_wd, w_stop, due0, due1, due2, missed, w_letter, appointed, missed_again, rejects, name_no,
       p.code, on_day, status, flag, submitted_at, accept_by, received_at, ended_at, due, pg_temp.closing(due),
       pg_temp.closing(promise),
       CASE WHEN w_rec IS NULL THEN ''
            WHEN w_letter IS NOT NULL THEN to_char(pg_temp.closing(promise) AT TIME ZONE 'Asia/Ho_Chi_Minh',
                                                   '"Xin lỗi và hẹn lại" HH24:MI "ngày" DD/MM/YYYY.')
            WHEN days = 0 THEN to_char(pg_temp.closing(due) AT TIME ZONE 'Asia/Ho_Chi_Minh',
                                       '"Trả trong ngày làm việc; hẹn trả" HH24:MI DD/MM/YYYY.')
            ELSE days || to_char(pg_temp.closing(due) AT TIME ZONE 'Asia/Ho_Chi_Minh',
                                 '" ngày làm việc, không tính ngày nhận; hẹn trả" HH24:MI DD/MM/YYYY.') END,
       CASE WHEN w_rec IS NOT NULL THEN r.id END, r.code || '/' || r.version, b.name, b.folded,
       '000' || lpad(person::text, 9, '0'), '01' || lpad(person::text, 8, '0'), s_rec, s_rec + 3, s_rec + 5,
       s_rec + 1 + supplies + 2 + coalesce((w_fwd < w_letter)::int, 0) + coalesce((w_sign < w_letter)::int, 0) + 1,
       afar::int + num_nonnulls(w_rec, w_dec, w_take, w_ask1, w_sup1, w_ask2, w_sup2, w_fwd, w_sign, w_done, w_done, w_ret, w_wd,
                                w_stop, w_letter, w_letter2) + missed::int * 2 + missed_again::int * 2,
       CASE WHEN missed THEN CASE WHEN w_fwd IS NULL OR w_fwd >= (due + 1) * 450 THEN officer
                                  WHEN w_sign < (due + 1) * 450 THEN signer END END,
       w_letter2, CASE WHEN channel = 'online' AND p.n %% 3 > 0 THEN 'electronic' WHEN channel = 'postal' THEN 'post' ELSE 'counter' END,
       p.counts_from + greatest(((due + 1) * 450 - p.counts_from) * 6 / 10, 1)
FROM promised p
JOIN bench_name b ON b.no = p.name_no
JOIN dossiers_ruleset r ON p.on_rules >= r.valid_from AND (r.valid_to IS NULL OR p.on_rules <= r.valid_to)
ORDER BY p.n
-- part: fates
ANALYZE bench_case
