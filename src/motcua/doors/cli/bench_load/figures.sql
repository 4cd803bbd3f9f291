-- What each dossier moves in the figures, worked out from its dates as ranges of days, without the fold and the journal.
-- part: records
INSERT INTO indicators_dossierrecord (dossier_id, seq, agency_id, competent_id, procedure, received_on, ended_on, days, counts, moved)
WITH dated AS (
    SELECT c.id, c.event_seq + CASE WHEN f.told THEN 1 + f.paid::int + f.component::int + f.certified::int + f.result::int
               + f.result_stored::int + f.synced::int + f.verified::int + (f.rating IS NOT NULL)::int
               + (f.w_petition IS NOT NULL)::int ELSE 0 END AS seq,
           c.agency_id, c.competent_id, c.procedure, c.channel, c.rejects, c.w_dec, c.w_done, c.w_wd, c.w_stop, c.w_ask1, c.w_ask2,
           pg_temp.day(c.w_rec) AS came, pg_temp.day(coalesce(c.w_done, c.w_wd, c.w_stop, c.w_dec)) AS went,
           pg_temp.moment(c.w_rec) AS came_at, pg_temp.moment(coalesce(c.w_done, c.w_wd, c.w_stop)) AS went_at,
           pg_temp.noon(c.due0) AS d0, pg_temp.noon(c.due1) AS d1, pg_temp.noon(c.due2) AS d2,
           CASE WHEN c.w_letter IS NOT NULL THEN pg_temp.noon(c.appointed) END AS d3,
           pg_temp.day(c.w_ask1) AS ask1, pg_temp.day(c.w_ask2) AS ask2, pg_temp.day(c.w_sup1) AS sup1, pg_temp.day(c.w_sup2) AS sup2,
           pg_temp.day(c.w_letter) AS letter, pg_temp.day(coalesce(c.w_sup1, c.w_wd, c.w_stop)) AS wait1,
           pg_temp.day(coalesce(c.w_sup2, c.w_wd, c.w_stop)) AS wait2,
           pg_temp.moment(coalesce(c.w_sup1, c.w_wd, c.w_stop)) - pg_temp.moment(c.w_ask1) AS length1,
           coalesce(pg_temp.moment(coalesce(c.w_sup1, c.w_wd, c.w_stop)) - pg_temp.moment(c.w_ask1), interval '0')
               + coalesce(pg_temp.moment(coalesce(c.w_sup2, c.w_wd, c.w_stop)) - pg_temp.moment(c.w_ask2), interval '0') AS waited,
           CASE WHEN c.w_done IS NULL THEN 0 WHEN c.w_done / 450 < c.due THEN 1 WHEN c.w_done / 450 = c.due THEN 2 ELSE 3 END AS verdict,
           f.fee, f.paid, f.paid_online, f.component, f.reused, f.from_store, f.result, f.result_stored, f.synced, f.verified,
           f.certified, f.rating,
           pg_temp.day(CASE WHEN f.rating = 'no' THEN least(f.w_rated, f.w_petition) ELSE f.w_petition END) AS blamed
    FROM bench_case c LEFT JOIN bench_fact f USING (n)
    OFFSET 0
), ranged AS (
    SELECT d.*, datemultirange(daterange(came, went)) AS life,
           CASE WHEN came IS NULL THEN '{}' ELSE
               datemultirange(daterange(came, coalesce(sup1, letter)) * daterange(NULL, d0, '[]'))
               + CASE WHEN sup1 IS NULL THEN '{}'
                      ELSE datemultirange(daterange(sup1, pg_temp.after(sup1, coalesce(sup2, letter))) * daterange(NULL, d1, '[]')) END
               + CASE WHEN sup2 IS NULL THEN '{}'
                      ELSE datemultirange(daterange(sup2, pg_temp.after(sup2, letter)) * daterange(NULL, d2, '[]')) END
               + CASE WHEN letter IS NULL THEN '{}' ELSE datemultirange(daterange(letter, NULL) * daterange(NULL, d3, '[]')) END
               + CASE WHEN ask1 IS NULL THEN '{}' ELSE datemultirange(daterange(ask1, wait1)) END
               + CASE WHEN ask2 IS NULL THEN '{}' ELSE datemultirange(daterange(ask2, wait2)) END
           END AS timely,
           CASE WHEN came IS NULL THEN '{}'
                WHEN ask1 IS NULL THEN datemultirange(daterange(came, d0, '[]'))
                ELSE datemultirange(daterange(came, ask1) * daterange(NULL, d0, '[]'))
                     + CASE WHEN ask1 <= d0 THEN datemultirange(daterange(ask1, wait1)) ELSE '{}' END
                     + CASE WHEN sup1 IS NULL THEN '{}'
                            ELSE datemultirange(daterange(sup1, pg_temp.after(sup1, ask2))
                                 * daterange(NULL, d0 + floor(extract(epoch FROM length1) / 86400)::int, '[]')) END
                     - CASE WHEN ask2 IS NULL THEN '{}' ELSE datemultirange(daterange(ask2, NULL)) END
           END AS kept
    FROM dated d
    OFFSET 0
)
SELECT r.id, seq, agency_id, competent_id, procedure, came, went, coalesce(m.days, '{}'), coalesce(m.counts, '{}'), coalesce(m.moved, '{}')
FROM ranged r CROSS JOIN LATERAL (
    SELECT array_agg(day ORDER BY day, count) AS days, array_agg(count ORDER BY day, count) AS counts,
           array_agg(moved ORDER BY day, count) AS moved
    FROM (
        SELECT day, count::smallint, sum(moved)::int AS moved FROM (
            SELECT * FROM (VALUES
                (came, 1, 1), (came, CASE channel WHEN 'online' THEN 2 WHEN 'postal' THEN 4 ELSE 3 END, 1),
                (came, 25, synced::int), (came, 26, (fee > 0)::int), (came, 27, (fee > 0 AND paid)::int),
                (came, 28, (fee > 0 AND paid_online)::int), (came, 30, (component AND result)::int), (came, 31, reused::int),
                (came, 32, (from_store OR result_stored)::int), (came, 33, verified::int), (came, 34, certified::int),
                (CASE WHEN came IS NOT NULL THEN went END, 6, 1), (CASE WHEN came IS NOT NULL THEN went END, CASE verdict WHEN 1 THEN 7 WHEN 3 THEN 9 ELSE 8 END, 1),
                (went, 10, (came IS NOT NULL AND verdict = 3 AND letter IS NOT NULL)::int), (went, 11, (w_wd IS NOT NULL)::int),
                (went, 12, (w_stop IS NOT NULL)::int), (went, 13, (w_done IS NOT NULL AND rejects)::int), (went, 14, (w_dec IS NOT NULL)::int),
                (went, 20, (came IS NOT NULL AND (ask2 IS NOT NULL OR pg_temp.vn(went_at - waited) > d0))::int),
                (went, 23, (w_done IS NOT NULL AND NOT rejects)::int),
                (went, 24, CASE WHEN w_done IS NOT NULL AND NOT rejects
                                THEN floor(extract(epoch FROM went_at - came_at - waited) / 3600)::int END),
                (went, 29, (w_done IS NOT NULL AND NOT rejects AND result)::int),
                (went, 35, (rating IS NOT NULL)::int), (went, 36, (rating <> 'no')::int),
                (least(greatest(blamed, came), went), 37, (blamed IS NOT NULL)::int)
            ) AS flow(day, count, moved)
            UNION ALL
            SELECT edge.day, stands.count, edge.moved
            FROM (VALUES (15, life), (16, life * timely), (17, life - timely),
                         (18, CASE WHEN letter IS NULL THEN '{}' ELSE (life - timely) * datemultirange(daterange(letter, NULL)) END),
                         (19, life - kept)) AS stands(count, ranges)
            CROSS JOIN LATERAL unnest(stands.ranges) AS u(range)
            CROSS JOIN LATERAL (VALUES (lower(u.range), 1), (upper(u.range), -1)) AS edge(day, moved)
            WHERE came IS NOT NULL
        ) AS every(day, count, moved)
        WHERE day IS NOT NULL AND moved <> 0 GROUP BY 1, 2 HAVING sum(moved) <> 0
    ) AS summed
) m
-- part: records of petitions
INSERT INTO indicators_petitionrecord (petition, seq, agency_id, competent_id, procedure, received_on, ended_on, days, counts, moved)
SELECT p.id, 1 + (p.w_settled IS NOT NULL)::int + (p.w_settled IS NOT NULL AND disliked)::int, competent_id, competent_id, '', came, went,
       m.days, m.counts, m.moved
FROM (
    SELECT *, pg_temp.day(w_petition) AS came, pg_temp.day(w_settled) AS went, pg_temp.noon(w_petition / 450 + 15) + 1 AS late
    FROM bench_fact WHERE w_petition IS NOT NULL OFFSET 0
) p CROSS JOIN LATERAL (
    SELECT array_agg(day ORDER BY day, count) AS days, array_agg(count ORDER BY day, count) AS counts,
           array_agg(moved ORDER BY day, count) AS moved
    FROM (
        SELECT day, count::smallint, sum(moved)::int AS moved FROM (VALUES
            (came, 39, 1), (came, 43, 1), (went, 43, -1), (went, 41, 1),
            (went, 42, (went >= late)::int),
            (late, 44, (went IS NULL OR late < went)::int), (went, 44, -(late < went)::int),
            (went, 45, (disliked AND went < late)::int)
        ) AS flow(day, count, moved)
        WHERE day IS NOT NULL AND moved <> 0 GROUP BY 1, 2 HAVING sum(moved) <> 0
    ) AS summed
) m
