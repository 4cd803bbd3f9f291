-- part: agencies
INSERT INTO agencies_agency (id, code, name, short_name, kind, parent_id, receives, address, phone, email,
    feedback_address, number_pattern, valid_from)
SELECT %(agency)s + no, code, name, short, kind, %(agency)s + parent, receives, name, '', '', '',
       '{org}-{yymmdd}-{seq:04}', %(founded)s::date
FROM bench_unit ORDER BY no
-- part: people
INSERT INTO identity_account (id, password, email, name, is_active, is_demo, password_is_temporary, created_at)
SELECT %(account)s + no, '!bench', email, name, true, true, false, %(founded_at)s::timestamptz FROM bench_desk ORDER BY no
-- part: people
INSERT INTO account_emailaddress (user_id, email, verified, "primary")
SELECT %(account)s + no, email, true, true FROM bench_desk ORDER BY no
-- part: people
INSERT INTO agencies_staff (id, account_id, name)
SELECT %(staff)s + no, %(account)s + no, name FROM bench_desk ORDER BY no
-- part: posts
INSERT INTO agencies_post (id, agency_id, title)
SELECT %(post)s + no, %(agency)s + unit, title FROM bench_desk ORDER BY no
-- part: posts
INSERT INTO agencies_postrole (post_id, role_id)
SELECT %(post)s + d.no, r.id FROM bench_desk d JOIN agencies_role r ON r.code = ANY(d.roles) ORDER BY d.no
-- part: posts
INSERT INTO agencies_appointment (staff_id, post_id, valid_from)
SELECT %(staff)s + no, %(post)s + no, %(founded)s::date FROM bench_desk ORDER BY no
-- part: offers
CREATE TEMP TABLE bench_offer AS
SELECT %(agency)s + u.no AS agency_id, p.no, p.code, p.version_id,
       %(agency)s + u.competents[1 + p.no %% cardinality(u.competents)] AS competent_id
FROM bench_unit u JOIN bench_procedure p ON p.level = u.level
WHERE u.receives
-- part: offers
INSERT INTO procedures_offer (procedure_id, agency_id, competent_id, process, cross_boundary, valid_from)
SELECT v.procedure_id, o.agency_id, o.competent_id, %(process)s, false, %(founded)s::date
FROM bench_offer o JOIN procedures_version v ON v.id = o.version_id
-- part: journal of the organisation
WITH told AS (
    SELECT 'agency:' || %(agency)s + no AS subject, 'AgencyFounded' AS name, 1 AS kind, no,
           format('{"code":"%%s","kind":"%%s"}', code, kind) AS payload
    FROM bench_unit
    UNION ALL
    SELECT 'post:' || %(post)s + no, 'PostOpened', 2, no,
           format('{"agency_id":%%s,"roles":["%%s"]}', %(agency)s + unit, array_to_string(roles, '","'))
    FROM bench_desk
    UNION ALL
    SELECT 'staff:' || %(staff)s + no, 'StaffAppointed', 3, no,
           format('{"agency_id":%%s,"post_id":%%s,"valid_from":"%%s"}', %(agency)s + unit, %(post)s + no, %(founded)s::date)
    FROM bench_desk
    UNION ALL
    SELECT 'offers:' || agency_id, 'ProceduresOffered', 4, agency_id,
           format('{"codes":["%%s"],"competents":[%%s],"processes":["%%s"],"valid_from":"%%s"}',
                  string_agg(code, '","' ORDER BY no), string_agg(competent_id::text, ',' ORDER BY no),
                  string_agg(%(process)s, '","'), %(founded)s::date)
    FROM bench_offer GROUP BY agency_id
)
INSERT INTO outbox_entry (subject, seq, name, payload, actor, at, previous, hash, request)
SELECT subject, 1, name, payload::jsonb, 'system:bench', %(founded_at)s::timestamptz, %(genesis)s,
       pg_temp.sealed(%(genesis)s, pg_temp.body(subject, 1, name, payload, 'system:bench', %(founded_at)s::timestamptz)),
       ''
FROM told ORDER BY kind, no
-- part: persons
INSERT INTO identity_person (id, personal_id, full_name, sex, address, phone, email, declared_at)
SELECT %(person)s + p, '000' || lpad(p::text, 9, '0'), b.name, b.sex, '', '01' || lpad(p::text, 8, '0'), '',
       %(founded_at)s::timestamptz
FROM generate_series(1, %(persons)s::int) p
JOIN bench_name b ON b.no = 1 + floor(power(pg_temp.roll(p, 900), 1.6) * %(names)s::int)::int
ORDER BY p
-- part: weights
CREATE TEMP TABLE bench_counter AS
SELECT row_number() OVER (PARTITION BY true ORDER BY no)::int AS no, %(agency)s + no AS agency_id, code, level, desk, front,
       competents, weight, (sum(weight) OVER (ORDER BY no) - weight) / sum(weight) OVER () AS starts
FROM bench_unit WHERE receives
-- part: weights
CREATE TEMP TABLE bench_competent AS
SELECT no, %(agency)s + no AS agency_id, desk, front, signers, above,
       0.35 + 1.9 * power(pg_temp.roll(no, 910), 2.2) AS late
FROM bench_unit WHERE signers > 0
-- part: weights
CREATE TEMP TABLE bench_choice AS
SELECT *, (sum(weight) OVER (PARTITION BY level ORDER BY no) - weight) / sum(weight) OVER (PARTITION BY level) AS starts
FROM bench_procedure
-- part: weights
ANALYZE bench_counter, bench_competent, bench_choice, bench_name, bench_day
