-- part: facts
TRUNCATE bench_fact
-- part: facts
INSERT INTO bench_fact
SELECT n, id, n >= %(told_from)s, competent_id,
       CASE WHEN pg_temp.roll(n, 40) < 0.3 THEN 0 ELSE 8000 END,
       pg_temp.roll(n, 40) >= 0.3 AND pg_temp.roll(n, 41) < 0.93,
       pg_temp.roll(n, 40) >= 0.3 AND pg_temp.roll(n, 41) < 0.93
           AND pg_temp.roll(n, 42) < CASE channel WHEN 'online' THEN 0.6 ELSE 0.15 END,
       pg_temp.roll(n, 43) < 0.6, pg_temp.roll(n, 43) < 0.6 AND pg_temp.roll(n, 44) < 0.3,
       pg_temp.roll(n, 43) < 0.6 AND pg_temp.roll(n, 45) < 0.2,
       w_done IS NOT NULL AND pg_temp.roll(n, 46) < 0.55,
       w_done IS NOT NULL AND pg_temp.roll(n, 46) < 0.55 AND pg_temp.roll(n, 47) < 0.4,
       pg_temp.roll(n, 48) < 0.95, pg_temp.roll(n, 49) < 0.8, pg_temp.roll(n, 50) < 0.04,
       CASE WHEN w_ret + 60 <= %(now)s AND pg_temp.roll(n, 51) < 0.3
            THEN CASE WHEN pg_temp.roll(n, 52) < 0.06 THEN 'no' WHEN pg_temp.roll(n, 52) < 0.5 THEN 'yes' ELSE 'very' END END,
       w_rec, w_done, w_ret + 60,
       CASE WHEN w_rec + 900 <= %(now)s AND pg_temp.roll(n, 53) < 0.004 THEN w_rec + 900 END,
       CASE WHEN w_rec + 900 + floor(pg_temp.roll(n, 54) * 9000)::int <= %(now)s AND pg_temp.roll(n, 53) < 0.004
            THEN w_rec + 900 + floor(pg_temp.roll(n, 54) * 9000)::int END,
       pg_temp.roll(n, 55) < 0.15
FROM bench_case WHERE w_rec IS NOT NULL
-- part: ratings
INSERT INTO surveys_rating (dossier_id, level, comment, given_at)
SELECT id, rating, CASE rating WHEN 'no' THEN 'Chờ lâu: dữ liệu đo tải.' ELSE '' END, pg_temp.moment(w_rated)
FROM bench_fact WHERE rating IS NOT NULL
-- part: journal of facts
INSERT INTO outbox_entry (subject, seq, name, payload, actor, at, previous, hash, request)
WITH told AS (
    SELECT 'fees-of:' || id AS subject, 1 AS seq, 'FeeAssessed' AS name, '{"amount":' || fee || '}' AS payload, w_rec AS w
    FROM bench_fact WHERE told
    UNION ALL
    SELECT 'fees-of:' || id, 2, 'FeePaid', '{"amount":' || fee || ',"online":' || paid_online || ',"total":' || fee || '}', w_rec
    FROM bench_fact WHERE told AND paid
    UNION ALL
    SELECT 'copies-of:' || id, 1, 'ComponentDigitised',
           '{"from_store":' || from_store || ',"key":"form","reused":' || reused || '}', w_rec
    FROM bench_fact WHERE told AND component
    UNION ALL
    SELECT 'copies-of:' || id, 1 + component::int, 'CopyCertified', '{"digest":""}', w_rec FROM bench_fact WHERE told AND certified
    UNION ALL
    SELECT 'copies-of:' || id, 1 + component::int + certified::int, 'ResultDigitised', '{"digest":""}', w_done
    FROM bench_fact WHERE told AND result
    UNION ALL
    SELECT 'copies-of:' || id, 2 + component::int + certified::int, 'ResultStored', '{"digest":""}', w_done
    FROM bench_fact WHERE told AND result_stored
    UNION ALL
    SELECT 'sync-of:' || id, 1, 'DossierSynced', '{"portal":"dvcqg","upto":1}', w_rec FROM bench_fact WHERE told AND synced
    UNION ALL
    SELECT 'applicant-of:' || id, 1, 'ApplicantVerified', '{"means":"vneid"}', w_rec FROM bench_fact WHERE told AND verified
    UNION ALL
    SELECT 'rating-of:' || id, 1, 'RatingGiven', '{"commented":' || (rating = 'no') || ',"dossier_id":' || id || ',"level":"' || rating || '"}',
           w_rated
    FROM bench_fact WHERE told AND rating IS NOT NULL
    UNION ALL
    SELECT 'petitions-of:' || id, 1, 'DossierPetitioned', '{"petition_id":' || id || '}', w_petition
    FROM bench_fact WHERE told AND w_petition IS NOT NULL
    UNION ALL
    SELECT 'petition:' || id, 1, 'PetitionReceived', '{"agency_id":' || competent_id || ',"dossier_id":' || id || ',"due_at":"'
           || pg_temp.iso(pg_temp.closing(w_petition / 450 + 15)) || '"}', w_petition
    FROM bench_fact WHERE told AND w_petition IS NOT NULL
    UNION ALL
    SELECT 'petition:' || id, 2, 'PetitionSettled', '{"refused":false}', w_settled
    FROM bench_fact WHERE told AND w_settled IS NOT NULL
    UNION ALL
    SELECT 'petition:' || id, 3, 'PetitionJudged', '{"liked":false}', w_settled
    FROM bench_fact WHERE told AND w_settled IS NOT NULL AND disliked
), sealed AS (
    SELECT *, pg_temp.chain(pg_temp.body(subject, seq, name, payload, 'system:bench', pg_temp.moment(w))) OVER story AS hash
    FROM told WINDOW story AS (PARTITION BY subject ORDER BY seq)
)
SELECT subject, seq, name, payload::jsonb, 'system:bench', pg_temp.moment(w), lag(hash, 1, %(genesis)s) OVER story, hash, ''
FROM sealed WINDOW story AS (PARTITION BY subject ORDER BY seq)
