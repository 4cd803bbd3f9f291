-- What each dossier went through, read off the raw journal: one row of life, and its promises, waits and letters.
CREATE TEMPORARY TABLE truth_event AS
    SELECT split_part(subject, ':', 2)::bigint AS id, split_part(subject, ':', 1) AS kind, seq, name, at, payload AS said
    FROM outbox_entry
    WHERE split_part(subject, ':', 1) IN
        ('dossier', 'fees-of', 'copies-of', 'sync-of', 'applicant-of', 'rating-of', 'petitions-of');
CREATE INDEX ON truth_event (id, kind, name);
ANALYZE truth_event;
CREATE TEMPORARY TABLE truth_promise AS
    SELECT e.id, e.seq, e.at,
        CASE WHEN name = 'LegMoved' THEN said->>'whole_due_at' ELSE said->>'due_at' END::timestamptz AS due,
        name IN ('DossierReceived', 'StepTaken', 'StepAssigned') OR (
            name = 'DossierCorrected' AND NOT EXISTS (
                SELECT 1 FROM truth_event s WHERE s.id = e.id AND s.kind = 'dossier' AND s.name = 'ApologySent' AND s.seq < e.seq
            )
        ) AS counted
    FROM truth_event e
    WHERE kind = 'dossier' AND (
        (name IN ('DossierReceived', 'StepTaken', 'StepAssigned', 'DossierSupplemented', 'ObligationSettled',
                  'DossierResumed', 'ApologySent') AND coalesce(said->>'due_at', '') <> '')
        OR (name = 'DossierCorrected' AND said->'fields' ? 'case' AND coalesce(said->>'due_at', '') <> '')
        OR (name = 'LegMoved' AND coalesce(said->>'whole_due_at', '') <> '')
    );
CREATE INDEX ON truth_promise (id, seq);
CREATE TEMPORARY TABLE truth_wait AS
    SELECT e.id, e.at AS since, e.name = 'SupplementRequested' AS supplement, (
        SELECT min(s.at) FROM truth_event s
        WHERE s.id = e.id AND s.kind = 'dossier' AND s.seq > e.seq AND s.name IN (
            'DossierSupplemented', 'ObligationSettled', 'DossierResumed', 'DossierCompleted', 'DossierRejected',
            'DossierWithdrawn', 'DossierStopped', 'DossierDeclined')
    ) AS until
    FROM truth_event e
    WHERE kind = 'dossier' AND (name IN ('ObligationDemanded', 'DossierPaused')
        OR (name = 'SupplementRequested' AND NOT (said->>'before_receipt')::bool));
CREATE INDEX ON truth_wait (id);
CREATE TEMPORARY TABLE truth_letter AS
    SELECT id, at FROM truth_event WHERE kind = 'dossier' AND name = 'ApologySent';
CREATE INDEX ON truth_letter (id);
CREATE TEMPORARY TABLE truth_life AS
WITH born AS (
    SELECT DISTINCT ON (id) id, said FROM truth_event
    WHERE kind = 'dossier' AND name IN ('DossierReceived', 'DossierSubmitted', 'DossierDeclined') ORDER BY id, seq
), came AS (
    SELECT DISTINCT ON (id) id, (said->>'received_at')::timestamptz AS came FROM truth_event
    WHERE kind = 'dossier' AND name = 'DossierReceived' ORDER BY id, seq DESC
), went AS (
    SELECT DISTINCT ON (id) id, at AS went, name AS outcome, coalesce(said->>'timeliness', '') AS timeliness
    FROM truth_event
    WHERE kind = 'dossier' AND name IN ('DossierCompleted', 'DossierRejected', 'DossierWithdrawn', 'DossierStopped', 'DossierDeclined')
    ORDER BY id, seq DESC
), facts AS (
    SELECT id,
        (array_agg((said->>'amount')::bigint ORDER BY seq DESC) FILTER (WHERE name = 'FeeAssessed'))[1] AS fee,
        coalesce((array_agg((said->>'total')::bigint ORDER BY seq DESC)
            FILTER (WHERE name IN ('FeePaid', 'FeeRefunded')))[1], 0) AS paid,
        bool_or(name = 'FeePaid' AND (said->>'online')::bool) AND coalesce((array_agg((said->>'total')::bigint
            ORDER BY seq DESC) FILTER (WHERE name IN ('FeePaid', 'FeeRefunded')))[1], 0) > 0 AS paid_online,
        bool_or(name = 'ComponentDigitised') AS component,
        bool_or(name = 'ComponentDigitised' AND (said->>'reused')::bool) AS reused,
        bool_or(name = 'ResultStored' OR (name = 'ComponentDigitised' AND (said->>'from_store')::bool)) AS stored,
        bool_or(name = 'ResultDigitised') AS result, bool_or(name = 'CopyCertified') AS certified,
        bool_or(name = 'DossierSynced') AS synced, bool_or(name = 'ApplicantVerified') AS verified,
        (array_agg(said->>'level' ORDER BY at DESC, seq DESC) FILTER (WHERE name = 'RatingGiven'))[1] AS rating,
        min(at) FILTER (WHERE name = 'DossierPetitioned' OR (name = 'RatingGiven' AND said->>'level' = 'no')) AS blamed
    FROM truth_event WHERE kind <> 'dossier' GROUP BY id
)
SELECT b.id, (b.said->>'agency_id')::bigint AS agency_id,
    coalesce(nullif(b.said->>'competent_id', '')::bigint, (b.said->>'agency_id')::bigint) AS competent_id,
    coalesce(b.said->>'procedure', '') AS procedure, coalesce(b.said->>'channel', '') AS channel,
    came, (came AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS came_on, went, (went AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS went_on,
    outcome, timeliness, (SELECT count(*) FROM truth_letter t WHERE t.id = b.id) AS letters,
    CASE WHEN outcome = 'DossierCompleted' AND came IS NOT NULL THEN greatest(floor(extract(epoch FROM went - came - coalesce((
        SELECT sum(greatest(least(coalesce(until, went), went) - since, interval '0')) FROM truth_wait w WHERE w.id = b.id
    ), interval '0')) / 3600), 0) ELSE 0 END::bigint AS hours,
    fee, coalesce(paid, 0) AS paid, coalesce(paid_online, false) AS paid_online, coalesce(component, false) AS component,
    coalesce(reused, false) AS reused, coalesce(stored, false) AS stored, coalesce(result, false) AS result,
    coalesce(certified, false) AS certified, coalesce(synced, false) AS synced, coalesce(verified, false) AS verified,
    rating, blamed
FROM born b LEFT JOIN came USING (id) LEFT JOIN went USING (id) LEFT JOIN facts USING (id);
CREATE INDEX ON truth_life (came_on);
ANALYZE truth_life; ANALYZE truth_promise; ANALYZE truth_wait; ANALYZE truth_letter;
