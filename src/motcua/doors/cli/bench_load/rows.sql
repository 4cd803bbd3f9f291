-- part: registers
INSERT INTO dossiers_register (agency_id, series, day, last_serial)
SELECT agency_id, series, on_day, max(serial) FROM bench_case GROUP BY 1, 2, 3
-- part: instances
INSERT INTO workflow_instance (id, definition_id, plan, started_at)
SELECT %(instance)s + n, %(definition)s,
       format('{"check":{"due":"%%s","agency":%%s},"sign":{"due":"%%s","agency":%%s},"return":{"due":"%%s","agency":%%s}}',
              pg_temp.iso(pg_temp.ending(w_check)), competent_id, due, competent_id, due, agency_id)::jsonb,
       received_at
FROM (SELECT n, w_check, competent_id, agency_id, received_at, pg_temp.iso(due_at) AS due FROM bench_case
      WHERE w_rec IS NOT NULL OFFSET 0) c
-- part: dossiers
INSERT INTO dossiers_dossier (
    id, code, agency_id, competent_id, version_id, ruleset_id, "case", instance_id, channel, status, flag, serial, series,
    registered_on, submitted_at, accept_by, cross_boundary, received_at, received_by_id, due_at, legal_due_at, due_why,
    due_steps, completed_at, returned_at, ended_at, declined_at, decline_reason, decline_basis, return_method, fee_text,
    applicant, tokens, event_seq, event_hash)
SELECT c.id, code, agency_id, competent_id, version_id, ruleset_id, '', CASE WHEN w_rec IS NOT NULL THEN %(instance)s + c.n END,
       channel, status, flag, serial, series, on_day, submitted_at, accept_by, false, received_at,
       CASE WHEN w_rec IS NOT NULL THEN %(staff)s + counter END, due_at, legal_due_at, due_why, '[]',
       pg_temp.moment(w_done), pg_temp.moment(w_ret), ended_at, pg_temp.moment(w_dec),
       CASE WHEN w_dec IS NOT NULL THEN 'Không thuộc thẩm quyền giải quyết.' ELSE '' END,
       CASE WHEN w_dec IS NOT NULL THEN '61/2018/NĐ-CP, Điều 17' ELSE '' END, method,
       CASE WHEN w_rec IS NOT NULL THEN '8.000 đồng/bản' ELSE '' END, c.name,
       string_to_array(
           least(agency_id, competent_id) || ':' || replace(folded, ' ', ',' || least(agency_id, competent_id) || ':') || ','
           || greatest(agency_id, competent_id) || ':'
           || replace(folded, ' ', ',' || greatest(agency_id, competent_id) || ':') || ',id:' || id_number || ',tel:' || phone,
           ',')::varchar[],
       event_seq, coalesce(t.hash, %(genesis)s)
FROM bench_case c LEFT JOIN bench_told t ON t.id = c.id AND t.last
-- part: parties
INSERT INTO dossiers_party (id, dossier_id, role, kind, person_id, name, id_number, sex, address, phone, email, mandate)
SELECT %(party)s + n, id, 'submitter', 'person', %(person)s + person, name, id_number, '', '', phone, '', '' FROM bench_case
-- part: work items
INSERT INTO workflow_workitem (id, instance_id, activity_id, subject_id, subject_due_at, subject_done, agency_id, role_id,
    post_id, state, opened_at, due_at, accept_by, taken_at, closed_at, closed_by_id, outcome, note)
SELECT %(item)s + 3 * n, %(instance)s + n, %(check)s, id,
       CASE WHEN coalesce(w_fwd, w_wd, w_stop) IS NULL THEN due_at ELSE pg_temp.closing(due) END, false, competent_id,
       %(officer_role)s, CASE WHEN w_take IS NOT NULL THEN %(post)s + officer END,
       CASE WHEN coalesce(w_fwd, w_wd, w_stop) IS NOT NULL THEN 'done' WHEN status = 'supplement' THEN 'waiting' ELSE 'open' END,
       received_at, pg_temp.ending(w_check), CASE WHEN w_take IS NULL THEN pg_temp.ending(w_rec + %(handover)s) END,
       pg_temp.moment(w_take), pg_temp.moment(coalesce(w_fwd, w_wd, w_stop)),
       %(staff)s + CASE WHEN w_fwd IS NOT NULL THEN officer WHEN w_wd IS NOT NULL THEN counter
                        WHEN w_stop IS NOT NULL THEN signer END,
       CASE WHEN w_fwd IS NOT NULL THEN 'forward' WHEN w_wd IS NOT NULL THEN 'withdraw' WHEN w_stop IS NOT NULL THEN 'stop'
            ELSE '' END, ''
FROM bench_case WHERE w_rec IS NOT NULL
UNION ALL
SELECT %(item)s + 3 * n + 1, %(instance)s + n, %(sign)s, id, due_at, false, competent_id, %(signer_role)s,
       CASE WHEN w_sign IS NOT NULL THEN %(post)s + signer END, CASE WHEN w_done IS NOT NULL THEN 'done' ELSE 'open' END,
       pg_temp.moment(w_fwd), due_at, NULL, pg_temp.moment(w_sign), pg_temp.moment(w_done),
       CASE WHEN w_done IS NOT NULL THEN %(staff)s + signer END,
       CASE WHEN w_done IS NULL THEN '' WHEN rejects THEN 'reject' ELSE 'sign' END, ''
FROM bench_case WHERE w_fwd IS NOT NULL
UNION ALL
SELECT %(item)s + 3 * n + 2, %(instance)s + n, %(return)s, id, due_at, true, agency_id, %(counter_role)s,
       CASE WHEN w_ret IS NOT NULL THEN %(post)s + counter END, CASE WHEN w_ret IS NOT NULL THEN 'done' ELSE 'open' END,
       pg_temp.moment(w_done), due_at, NULL, pg_temp.moment(w_ret), pg_temp.moment(w_ret),
       CASE WHEN w_ret IS NOT NULL THEN %(staff)s + counter END, CASE WHEN w_ret IS NOT NULL THEN 'hand-over' ELSE '' END, ''
FROM bench_case WHERE w_done IS NOT NULL
-- part: promises
INSERT INTO dossiers_duedate (id, dossier_id, kind, due_at, legal_due_at, why, steps, set_at, event_seq)
SELECT %(due)s + 4 * n + no, id, kind, due_at, legal, CASE kind
           WHEN 'reappointed' THEN to_char(due_at AT TIME ZONE 'Asia/Ho_Chi_Minh', '"Xin lỗi và hẹn lại" HH24:MI "ngày" DD/MM/YYYY.')
           ELSE to_char(due_at AT TIME ZONE 'Asia/Ho_Chi_Minh', '"Hẹn trả" HH24:MI "ngày" DD/MM/YYYY."') END, '[]', set_at, seq
FROM (
    SELECT n, 0 AS no, id, 'received' AS kind, pg_temp.closing(due0) AS due_at, pg_temp.closing(due0) AS legal,
           received_at AS set_at, s_rec AS seq FROM bench_case WHERE w_rec IS NOT NULL
    UNION ALL
    SELECT n, 1, id, 'restarted', pg_temp.closing(due1), pg_temp.closing(due1), pg_temp.moment(w_sup1), s_sup1
    FROM bench_case WHERE w_sup1 IS NOT NULL
    UNION ALL
    SELECT n, 2, id, 'restarted', pg_temp.closing(due2), pg_temp.closing(due2), pg_temp.moment(w_sup2), s_sup2
    FROM bench_case WHERE w_sup2 IS NOT NULL
    UNION ALL
    SELECT n, 3, id, 'reappointed', pg_temp.closing(appointed), legal_due_at, pg_temp.moment(w_letter), s_letter
    FROM bench_case WHERE w_letter IS NOT NULL
) promised
-- part: requests
INSERT INTO dossiers_supplement (id, dossier_id, before_receipt, number, reasons, items, guidance, basis, asked_at, asked_by_id,
    asked_post_id, answer_by, supplied_at, supplied_note)
SELECT %(supplement)s + 2 * n + i.no - 1, id, false, i.no, '{incomplete}',
       '[{"key": "form", "name": "Tờ khai", "want": "Bổ sung trang còn thiếu", "why": ""}]', '',
       CASE i.no WHEN 2 THEN 'Pháp luật chuyên ngành, dữ liệu đo tải' ELSE '' END, pg_temp.moment(i.asked), %(staff)s + officer,
       %(post)s + officer, pg_temp.closing(i.asked / 450 + 30), pg_temp.moment(i.supplied), ''
FROM bench_case CROSS JOIN LATERAL (VALUES (1, w_ask1, w_sup1), (2, w_ask2, w_sup2)) AS i(no, asked, supplied)
WHERE i.asked IS NOT NULL
-- part: pauses
INSERT INTO dossiers_pause (id, dossier_id, cause, basis, document_no, counts, began_at, ended_at, proof)
SELECT %(pause)s + 2 * n + i.no - 1, id, 'supplement', '61/2018/NĐ-CP, Điều 19 khoản 4', i.no::text, true,
       pg_temp.moment(i.asked), pg_temp.moment(coalesce(i.supplied, w_stop)), ''
FROM bench_case CROSS JOIN LATERAL (VALUES (1, w_ask1, w_sup1), (2, w_ask2, w_sup2)) AS i(no, asked, supplied)
WHERE i.asked IS NOT NULL
-- part: endings
INSERT INTO dossiers_ending (id, dossier_id, initiator, reason, basis, finance, originals, recipient, ended_at, staff_id, post_id)
SELECT %(ending)s + n, id, CASE WHEN w_wd IS NOT NULL THEN 'applicant' ELSE 'inaction' END,
       CASE WHEN w_wd IS NOT NULL THEN 'Người nộp không còn nhu cầu.' ELSE 'Quá thời gian chờ bổ sung.' END,
       CASE WHEN w_wd IS NOT NULL THEN '' ELSE '61/2018/NĐ-CP, Điều 19 khoản 4' END, '', '[]', '', ended_at,
       %(staff)s + CASE WHEN w_wd IS NOT NULL THEN counter ELSE signer END,
       %(post)s + CASE WHEN w_wd IS NOT NULL THEN counter ELSE signer END
FROM bench_case WHERE ended_at IS NOT NULL
-- part: lateness
INSERT INTO dossiers_lateevent (id, dossier_id, kind, due_at, noted_at, holder_agency_id, holder_post_id)
SELECT %(late)s + 2 * n + i.no - 1, id, i.kind, pg_temp.closing(i.due), pg_temp.closing(i.due) + interval '430 minutes',
       competent_id, %(post)s + i.holder
FROM bench_case c
CROSS JOIN LATERAL (VALUES (1, 'original', c.due, holder_post), (2, 'reappointed', appointed,
    CASE WHEN w_fwd IS NULL OR w_fwd >= (appointed + 1) * 450 THEN officer WHEN w_sign < (appointed + 1) * 450 THEN signer END))
    AS i(no, kind, due, holder)
WHERE missed AND (i.no = 1 OR missed_again)
-- part: letters
INSERT INTO dossiers_letter (id, dossier_id, number, state, for_due_at, new_due_at, cause, cause_text, holder_agency_id,
    holder_post_id, level, drafted_at, approved_at, approved_by_id, approved_post_id)
SELECT %(letter)s + 2 * n + i.no - 1, id, i.no, CASE WHEN i.sent IS NULL THEN 'drafted' ELSE 'sent' END, pg_temp.closing(i.due),
       CASE WHEN i.no = 1 THEN pg_temp.closing(appointed) END, 'workload', 'Khối lượng hồ sơ lớn: dữ liệu đo tải.', competent_id,
       %(post)s + i.holder, i.no - 1, pg_temp.closing(i.due) + interval '430 minutes', pg_temp.moment(i.sent),
       CASE WHEN i.sent IS NOT NULL THEN %(staff)s + i.head END, CASE WHEN i.sent IS NOT NULL THEN %(post)s + i.head END
FROM bench_case c
CROSS JOIN LATERAL (VALUES (1, c.due, holder_post, w_letter, signer), (2, appointed,
    CASE WHEN w_fwd IS NULL OR w_fwd >= (appointed + 1) * 450 THEN officer WHEN w_sign < (appointed + 1) * 450 THEN signer END,
    w_letter2, above)) AS i(no, due, holder, sent, head)
WHERE missed AND (i.no = 1 OR missed_again)
-- part: results
INSERT INTO dossiers_result (id, dossier_id, number, abstract, attached_at, attached_by_id)
SELECT %(result)s + n, id, serial || '/KQ-' || to_char(on_day, 'YYMMDD'), 'Kết quả giải quyết', pg_temp.moment(w_done), %(staff)s + signer
FROM bench_case WHERE w_done IS NOT NULL
-- part: hand-overs
INSERT INTO dossiers_handover (id, dossier_id, method, recipient, relation, identity_check, id_last4, at, staff_id, post_id)
SELECT %(given)s + n, id, method, name, '', 'card', right(id_number, 4), pg_temp.moment(w_ret), %(staff)s + counter, %(post)s + counter
FROM bench_case WHERE w_ret IS NOT NULL
