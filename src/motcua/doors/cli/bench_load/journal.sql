-- part: journal
TRUNCATE bench_told
-- part: journal
INSERT INTO bench_told
WITH told AS (
    SELECT c.n, c.id, e.w, e.rank, e.name, e.payload,
           CASE WHEN e.desk IS NULL THEN e.who ELSE 'staff:' || %(staff)s + e.desk || '/post:' || %(post)s + e.desk END AS actor, e.happened
    FROM bench_case c
    CROSS JOIN LATERAL (SELECT '"code":"' || c.code || '"' AS code, pg_temp.iso(due_at) AS promise,
                               %(item)s + 3 * c.n AS item OFFSET 0) k
    CROSS JOIN LATERAL (VALUES
        (w0, 0, 'DossierSubmitted', CASE WHEN afar THEN format(
            '{"accept_by":"%%s","agency_id":%%s,"channel":"%%s",%%s,"competent_id":%%s,"on_behalf":false,"procedure":"%%s","status":"registered","version_id":%%s}',
            pg_temp.iso(accept_by), agency_id, channel, k.code, competent_id, procedure, version_id) END,
         CASE WHEN channel = 'postal' THEN counter END, 'citizen', submitted_at),
        (w_rec, 1, 'DossierReceived', format(
            '{"activity":"check","agency_id":%%s,"channel":"%%s",%%s,"competent_id":%%s,"due_at":"%%s","item_agency_id":%%s,"item_id":null,"procedure":"%%s","received_at":"%%s","ruleset":"%%s","status":"received","version_id":%%s}',
            agency_id, channel, k.code, competent_id, pg_temp.iso(pg_temp.closing(due0)), competent_id, procedure,
            pg_temp.iso(received_at), ruleset, version_id), counter, '', received_at),
        (w_dec, 1, 'DossierDeclined', format(
            '{"agency_id":%%s,"channel":"%%s",%%s,"competent_id":%%s,"procedure":"%%s","status":"declined"}',
            agency_id, channel, k.code, competent_id, procedure), counter, '', pg_temp.moment(w_dec)),
        (w_take, 2, 'StepTaken', format(
            '{"activity":"check","agency_id":%%s,%%s,"due_at":"","item_id":%%s,"status":"processing"}',
            competent_id, k.code, k.item), officer, '', pg_temp.moment(w_take)),
        (w_ask1, 3, 'SupplementRequested', format(
            '{"answer_by":"%%s","before_receipt":false,%%s,"item_id":%%s,"number":1,"reasons":["incomplete"],"status":"supplement","supplement_id":%%s,"taken_by":null}',
            pg_temp.iso(pg_temp.closing(w_ask1 / 450 + 30)), k.code, k.item, %(supplement)s + 2 * c.n), officer, '', pg_temp.moment(w_ask1)),
        (w_sup1, 4, 'DossierSupplemented', format(
            '{"accept_by":"",%%s,"due_at":"%%s","item_id":%%s,"restarted":true,"status":"processing","supplement_id":%%s}',
            k.code, pg_temp.iso(pg_temp.closing(due1)), k.item, %(supplement)s + 2 * c.n), counter, '', pg_temp.moment(w_sup1)),
        (w_ask2, 5, 'SupplementRequested', format(
            '{"answer_by":"%%s","before_receipt":false,%%s,"item_id":%%s,"number":2,"reasons":["incomplete"],"status":"supplement","supplement_id":%%s,"taken_by":null}',
            pg_temp.iso(pg_temp.closing(w_ask2 / 450 + 30)), k.code, k.item, %(supplement)s + 2 * c.n + 1), officer, '', pg_temp.moment(w_ask2)),
        (w_sup2, 6, 'DossierSupplemented', format(
            '{"accept_by":"",%%s,"due_at":"%%s","item_id":%%s,"restarted":true,"status":"processing","supplement_id":%%s}',
            k.code, pg_temp.iso(pg_temp.closing(due2)), k.item, %(supplement)s + 2 * c.n + 1), counter, '', pg_temp.moment(w_sup2)),
        (CASE WHEN missed THEN (due + 1) * 450 END, -6, 'LatenessNoted', format(
            '{%%s,"due_at":"%%s","holder":"%%s","kind":"original","late_event_id":%%s,"status":"processing"}', k.code,
            pg_temp.iso(legal_due_at), coalesce('post:' || %(post)s + holder_post, 'agency:' || competent_id), %(late)s + 2 * c.n),
         NULL, 'system:clock', pg_temp.closing(due) + interval '430 minutes'),
        (CASE WHEN missed THEN (due + 1) * 450 END, -5, 'ApologyDrafted', format(
            '{"cause":"workload",%%s,"for_due_at":"%%s","letter_id":%%s,"level":0,"new_due_at":"%%s","number":1,"status":"processing"}', k.code,
            pg_temp.iso(legal_due_at), %(letter)s + 2 * c.n, pg_temp.iso(pg_temp.closing(appointed))),
         NULL, 'system:clock', pg_temp.closing(due) + interval '430 minutes'),
        (w_letter, -4, 'ApologySent', format(
            '{"ahead":false,"cause":"workload",%%s,"due_at":"%%s","for_due_at":"%%s","letter_id":%%s,"number":1,"status":"processing"}', k.code,
            pg_temp.iso(pg_temp.closing(appointed)), pg_temp.iso(legal_due_at), %(letter)s + 2 * c.n),
         signer, '', pg_temp.moment(w_letter)),
        (CASE WHEN missed_again THEN (appointed + 1) * 450 END, -3, 'LatenessNoted', format(
            '{%%s,"due_at":"%%s","holder":"%%s","kind":"reappointed","late_event_id":%%s,"status":"processing"}', k.code,
            pg_temp.iso(pg_temp.closing(appointed)), CASE
                WHEN w_fwd IS NULL OR w_fwd >= (appointed + 1) * 450 THEN 'post:' || %(post)s + officer
                WHEN w_sign < (appointed + 1) * 450 THEN 'post:' || %(post)s + signer ELSE 'agency:' || competent_id END,
            %(late)s + 2 * c.n + 1),
         NULL, 'system:clock', pg_temp.closing(appointed) + interval '430 minutes'),
        (CASE WHEN missed_again THEN (appointed + 1) * 450 END, -2, 'ApologyDrafted', format(
            '{"cause":"workload",%%s,"for_due_at":"%%s","letter_id":%%s,"level":1,"new_due_at":"","number":2,"status":"processing"}', k.code,
            pg_temp.iso(pg_temp.closing(appointed)), %(letter)s + 2 * c.n + 1),
         NULL, 'system:clock', pg_temp.closing(appointed) + interval '430 minutes'),
        (w_letter2, -1, 'ApologySent', format(
            '{"ahead":false,"cause":"workload",%%s,"due_at":"","for_due_at":"%%s","letter_id":%%s,"number":2,"status":"processing"}', k.code,
            pg_temp.iso(pg_temp.closing(appointed)), %(letter)s + 2 * c.n + 1), above, '', pg_temp.moment(w_letter2)),
        (w_fwd, 13, 'StepMoved', format(
            '{"activity":"check","agency_id":%%s,%%s,"item_id":%%s,"next_activity":"sign","next_agency_id":%%s,"outcome":"forward","status":"processing"}',
            competent_id, k.code, k.item, competent_id), officer, '', pg_temp.moment(w_fwd)),
        (w_sign, 14, 'StepTaken', format(
            '{"activity":"sign","agency_id":%%s,%%s,"due_at":"","item_id":%%s,"status":"processing"}',
            competent_id, k.code, k.item + 1), signer, '', pg_temp.moment(w_sign)),
        (w_done, 15, 'ResultAttached', format(
            '{%%s,"document_id":null,"result_id":%%s,"status":"processing","taken_by":null}', k.code, %(result)s + c.n),
         signer, '', pg_temp.moment(w_done)),
        (w_done, 16, CASE WHEN rejects THEN 'DossierRejected' ELSE 'DossierCompleted' END, format(
            '{"activity":"sign","agency_id":%%s,%%s,"item_id":%%s,"next_activity":"return","next_agency_id":%%s,"outcome":"%%s","status":"completed","timeliness":"%%s"}',
            competent_id, k.code, k.item + 1, agency_id, CASE WHEN rejects THEN 'reject' ELSE 'sign' END,
            CASE WHEN w_done / 450 < due THEN 'early' WHEN w_done / 450 = due THEN 'on_time' ELSE 'late' END),
         signer, '', pg_temp.moment(w_done)),
        (w_ret, 17, 'DossierReturned', format(
            '{"activity":"return","agency_id":%%s,%%s,"identity_check":"card","item_id":%%s,"method":"%%s","next_activity":"","next_agency_id":null,"outcome":"hand-over","status":"returned"}',
            agency_id, k.code, k.item + 2, method), counter, '', pg_temp.moment(w_ret)),
        (w_wd, 18, 'DossierWithdrawn', format('{%%s,"ending_id":%%s,"item_id":%%s,"status":"withdrawn"}', k.code, %(ending)s + c.n, k.item),
         counter, '', pg_temp.moment(w_wd)),
        (w_stop, 18, 'DossierStopped', format(
            '{%%s,"ending_id":%%s,"initiator":"inaction","item_id":%%s,"status":"stopped"}', k.code, %(ending)s + c.n, k.item),
         signer, '', pg_temp.moment(w_stop))
    ) AS e(w, rank, name, payload, desk, who, happened)
    WHERE e.w IS NOT NULL AND e.payload IS NOT NULL AND c.n >= %(told_from)s
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
