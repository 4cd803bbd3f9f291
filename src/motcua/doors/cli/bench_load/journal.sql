-- part: journal
TRUNCATE bench_told
-- part: journal
INSERT INTO bench_told
WITH those AS NOT MATERIALIZED (
    SELECT *, '"code":"' || code || '"' AS said, %(item)s + 3 * n AS item FROM bench_case WHERE n >= %(told_from)s
), told AS (
    SELECT n, id, w0 AS w, 0 AS rank, 'DossierSubmitted' AS name,
           format(
               '{"accept_by":"%%s","agency_id":%%s,"channel":"%%s",%%s,"competent_id":%%s,"on_behalf":false,"procedure":"%%s","status":"registered","version_id":%%s}',
               pg_temp.iso(accept_by), agency_id, channel, said, competent_id, procedure, version_id) AS payload,
           CASE WHEN channel = 'postal' THEN 'staff:' || %(staff)s + counter || '/post:' || %(post)s + counter ELSE 'citizen' END AS actor, submitted_at AS happened
    FROM those WHERE afar
    UNION ALL
    SELECT n, id, w_rec, 1, 'DossierReceived',
           format(
               '{"activity":"check","agency_id":%%s,"channel":"%%s",%%s,"competent_id":%%s,"due_at":"%%s","item_agency_id":%%s,"item_id":null,"procedure":"%%s","received_at":"%%s","ruleset":"%%s","status":"received","version_id":%%s}',
               agency_id, channel, said, competent_id, pg_temp.iso(pg_temp.closing(due0)), competent_id, procedure,
               pg_temp.iso(received_at), ruleset, version_id),
           'staff:' || %(staff)s + counter || '/post:' || %(post)s + counter, received_at
    FROM those WHERE w_rec IS NOT NULL
    UNION ALL
    SELECT n, id, w_dec, 1, 'DossierDeclined',
           format(
               '{"agency_id":%%s,"channel":"%%s",%%s,"competent_id":%%s,"procedure":"%%s","status":"declined"}',
               agency_id, channel, said, competent_id, procedure),
           'staff:' || %(staff)s + counter || '/post:' || %(post)s + counter, pg_temp.moment(w_dec)
    FROM those WHERE w_dec IS NOT NULL
    UNION ALL
    SELECT n, id, w_take, 2, 'StepTaken',
           format(
               '{"activity":"check","agency_id":%%s,%%s,"due_at":"","item_id":%%s,"status":"processing"}',
               competent_id, said, item),
           'staff:' || %(staff)s + officer || '/post:' || %(post)s + officer, pg_temp.moment(w_take)
    FROM those WHERE w_take IS NOT NULL
    UNION ALL
    SELECT n, id, w_ask1, 3, 'SupplementRequested',
           format(
               '{"answer_by":"%%s","before_receipt":false,%%s,"item_id":%%s,"number":1,"reasons":["incomplete"],"status":"supplement","supplement_id":%%s,"taken_by":null}',
               pg_temp.iso(pg_temp.closing(w_ask1 / 450 + 30)), said, item, %(supplement)s + 2 * n),
           'staff:' || %(staff)s + officer || '/post:' || %(post)s + officer, pg_temp.moment(w_ask1)
    FROM those WHERE w_ask1 IS NOT NULL
    UNION ALL
    SELECT n, id, w_sup1, 4, 'DossierSupplemented',
           format(
               '{"accept_by":"",%%s,"due_at":"%%s","item_id":%%s,"restarted":true,"status":"processing","supplement_id":%%s}',
               said, pg_temp.iso(pg_temp.closing(due1)), item, %(supplement)s + 2 * n),
           'staff:' || %(staff)s + counter || '/post:' || %(post)s + counter, pg_temp.moment(w_sup1)
    FROM those WHERE w_sup1 IS NOT NULL
    UNION ALL
    SELECT n, id, w_ask2, 5, 'SupplementRequested',
           format(
               '{"answer_by":"%%s","before_receipt":false,%%s,"item_id":%%s,"number":2,"reasons":["incomplete"],"status":"supplement","supplement_id":%%s,"taken_by":null}',
               pg_temp.iso(pg_temp.closing(w_ask2 / 450 + 30)), said, item, %(supplement)s + 2 * n + 1),
           'staff:' || %(staff)s + officer || '/post:' || %(post)s + officer, pg_temp.moment(w_ask2)
    FROM those WHERE w_ask2 IS NOT NULL
    UNION ALL
    SELECT n, id, w_sup2, 6, 'DossierSupplemented',
           format(
               '{"accept_by":"",%%s,"due_at":"%%s","item_id":%%s,"restarted":true,"status":"processing","supplement_id":%%s}',
               said, pg_temp.iso(pg_temp.closing(due2)), item, %(supplement)s + 2 * n + 1),
           'staff:' || %(staff)s + counter || '/post:' || %(post)s + counter, pg_temp.moment(w_sup2)
    FROM those WHERE w_sup2 IS NOT NULL
    UNION ALL
    SELECT n, id, (due + 1) * 450, -6, 'LatenessNoted',
           format(
               '{%%s,"due_at":"%%s","holder":"%%s","kind":"original","late_event_id":%%s,"status":"processing"}', said,
               pg_temp.iso(legal_due_at), coalesce('post:' || %(post)s + holder_post, 'agency:' || competent_id), %(late)s + 2 * n),
           'system:clock', pg_temp.closing(due) + interval '430 minutes'
    FROM those WHERE missed
    UNION ALL
    SELECT n, id, (due + 1) * 450, -5, 'ApologyDrafted',
           format(
               '{"cause":"workload",%%s,"for_due_at":"%%s","letter_id":%%s,"level":0,"new_due_at":"%%s","number":1,"status":"processing"}', said,
               pg_temp.iso(legal_due_at), %(letter)s + 2 * n, pg_temp.iso(pg_temp.closing(appointed))),
           'system:clock', pg_temp.closing(due) + interval '430 minutes'
    FROM those WHERE missed
    UNION ALL
    SELECT n, id, w_letter, -4, 'ApologySent',
           format(
               '{"ahead":false,"cause":"workload",%%s,"due_at":"%%s","for_due_at":"%%s","letter_id":%%s,"number":1,"status":"processing"}', said,
               pg_temp.iso(pg_temp.closing(appointed)), pg_temp.iso(legal_due_at), %(letter)s + 2 * n),
           'staff:' || %(staff)s + signer || '/post:' || %(post)s + signer, pg_temp.moment(w_letter)
    FROM those WHERE w_letter IS NOT NULL
    UNION ALL
    SELECT n, id, (appointed + 1) * 450, -3, 'LatenessNoted',
           format(
               '{%%s,"due_at":"%%s","holder":"%%s","kind":"reappointed","late_event_id":%%s,"status":"processing"}', said,
               pg_temp.iso(pg_temp.closing(appointed)), CASE
               WHEN w_fwd IS NULL OR w_fwd >= (appointed + 1) * 450 THEN 'post:' || %(post)s + officer
               WHEN w_sign < (appointed + 1) * 450 THEN 'post:' || %(post)s + signer ELSE 'agency:' || competent_id END,
               %(late)s + 2 * n + 1),
           'system:clock', pg_temp.closing(appointed) + interval '430 minutes'
    FROM those WHERE missed_again
    UNION ALL
    SELECT n, id, (appointed + 1) * 450, -2, 'ApologyDrafted',
           format(
               '{"cause":"workload",%%s,"for_due_at":"%%s","letter_id":%%s,"level":1,"new_due_at":"","number":2,"status":"processing"}', said,
               pg_temp.iso(pg_temp.closing(appointed)), %(letter)s + 2 * n + 1),
           'system:clock', pg_temp.closing(appointed) + interval '430 minutes'
    FROM those WHERE missed_again
    UNION ALL
    SELECT n, id, w_letter2, -1, 'ApologySent',
           format(
               '{"ahead":false,"cause":"workload",%%s,"due_at":"","for_due_at":"%%s","letter_id":%%s,"number":2,"status":"processing"}', said,
               pg_temp.iso(pg_temp.closing(appointed)), %(letter)s + 2 * n + 1),
           'staff:' || %(staff)s + above || '/post:' || %(post)s + above, pg_temp.moment(w_letter2)
    FROM those WHERE w_letter2 IS NOT NULL
    UNION ALL
    SELECT n, id, w_fwd, 13, 'StepMoved',
           format(
               '{"activity":"check","agency_id":%%s,%%s,"item_id":%%s,"next_activity":"sign","next_agency_id":%%s,"outcome":"forward","status":"processing"}',
               competent_id, said, item, competent_id),
           'staff:' || %(staff)s + officer || '/post:' || %(post)s + officer, pg_temp.moment(w_fwd)
    FROM those WHERE w_fwd IS NOT NULL
    UNION ALL
    SELECT n, id, w_sign, 14, 'StepTaken',
           format(
               '{"activity":"sign","agency_id":%%s,%%s,"due_at":"","item_id":%%s,"status":"processing"}',
               competent_id, said, item + 1),
           'staff:' || %(staff)s + signer || '/post:' || %(post)s + signer, pg_temp.moment(w_sign)
    FROM those WHERE w_sign IS NOT NULL
    UNION ALL
    SELECT n, id, w_done, 15, 'ResultAttached',
           format(
               '{%%s,"document_id":null,"result_id":%%s,"status":"processing","taken_by":null}', said, %(result)s + n),
           'staff:' || %(staff)s + signer || '/post:' || %(post)s + signer, pg_temp.moment(w_done)
    FROM those WHERE w_done IS NOT NULL
    UNION ALL
    SELECT n, id, w_done, 16, CASE WHEN rejects THEN 'DossierRejected' ELSE 'DossierCompleted' END,
           format(
               '{"activity":"sign","agency_id":%%s,%%s,"item_id":%%s,"next_activity":"return","next_agency_id":%%s,"outcome":"%%s","status":"completed","timeliness":"%%s"}',
               competent_id, said, item + 1, agency_id, CASE WHEN rejects THEN 'reject' ELSE 'sign' END,
               CASE WHEN w_done / 450 < due THEN 'early' WHEN w_done / 450 = due THEN 'on_time' ELSE 'late' END),
           'staff:' || %(staff)s + signer || '/post:' || %(post)s + signer, pg_temp.moment(w_done)
    FROM those WHERE w_done IS NOT NULL
    UNION ALL
    SELECT n, id, w_ret, 17, 'DossierReturned',
           format(
               '{"activity":"return","agency_id":%%s,%%s,"identity_check":"card","item_id":%%s,"method":"%%s","next_activity":"","next_agency_id":null,"outcome":"hand-over","status":"returned"}',
               agency_id, said, item + 2, method),
           'staff:' || %(staff)s + counter || '/post:' || %(post)s + counter, pg_temp.moment(w_ret)
    FROM those WHERE w_ret IS NOT NULL
    UNION ALL
    SELECT n, id, w_wd, 18, 'DossierWithdrawn',
           format('{%%s,"ending_id":%%s,"item_id":%%s,"status":"withdrawn"}', said, %(ending)s + n, item),
           'staff:' || %(staff)s + counter || '/post:' || %(post)s + counter, pg_temp.moment(w_wd)
    FROM those WHERE w_wd IS NOT NULL
    UNION ALL
    SELECT n, id, w_stop, 18, 'DossierStopped',
           format(
               '{%%s,"ending_id":%%s,"initiator":"inaction","item_id":%%s,"status":"stopped"}', said, %(ending)s + n, item),
           'staff:' || %(staff)s + signer || '/post:' || %(post)s + signer, pg_temp.moment(w_stop)
    FROM those WHERE w_stop IS NOT NULL
), numbered AS (
    SELECT *, row_number() OVER story AS seq, row_number() OVER backwards = 1 AS last
    FROM told
    WINDOW story AS (PARTITION BY n ORDER BY w, rank), backwards AS (PARTITION BY n ORDER BY w DESC, rank DESC)
), sealed AS (
    SELECT *, pg_temp.chain(pg_temp.body('dossier:' || id, seq, name, payload, actor, happened)) OVER story AS hash
    FROM numbered
    WINDOW story AS (PARTITION BY n ORDER BY seq)
)
SELECT n, id, seq, last, name, payload, actor, happened, lag(hash, 1, %(genesis)s) OVER story, hash
FROM sealed
WINDOW story AS (PARTITION BY n ORDER BY seq)
-- part: journal
INSERT INTO outbox_entry (subject, seq, name, payload, actor, at, previous, hash, request)
SELECT 'dossier:' || id, seq, name, payload::jsonb, actor, happened, previous, hash, ''
FROM bench_told
